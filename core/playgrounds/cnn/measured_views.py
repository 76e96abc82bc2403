"""What is seen of networks as numbers: confusions, calibration, gradients. K classes, L layers, E of them."""

from __future__ import annotations

import numpy as np
import torch

from core.playgrounds.cnn.look import Look
from core.playgrounds.contract import Array, Arrays, Options, View

BINS = 10
REST = 0.2  # seconds: a measurement takes longer


def confusion(look: Look, _: Options) -> Arrays:
    p = look.evaluation.probabilities
    k = p.shape[1]
    truth = look.pictures.y_test[: len(p)].cpu()
    counts = torch.bincount(truth * k + p.argmax(1), minlength=k * k).view(k, k)
    return {"confusion": counts.numpy().astype(np.int32)}


def calibration(look: Look, _: Options) -> Arrays:
    """Guo et al. 2017 (arXiv:1706.04599), equations 2, 3 and 5."""
    p = look.evaluation.probabilities
    truth = look.pictures.y_test[: len(p)].cpu()
    confidence, said = p.double().max(1)
    bins = (confidence * BINS).ceil().long().sub(1).clamp(0, BINS - 1)
    count = torch.bincount(bins, minlength=BINS)
    sums = torch.zeros(2, BINS, dtype=torch.float64)
    sums[0].index_add_(0, bins, confidence)
    sums[1].index_add_(0, bins, (said == truth).double())
    confident, right = sums / count.clamp(min=1)
    ece = float(((right - confident).abs() * count).sum() / max(len(p), 1))
    return {
        "calibration.count": count.numpy().astype(np.int32),
        "calibration.confidence": confident.numpy().astype(np.float32),
        "calibration.accuracy": right.numpy().astype(np.float32),
        "calibration.ece": np.array([ece], np.float32),
    }


def ensemble(look: Look, _: Options) -> Arrays:
    evaluation = look.evaluation
    together = evaluation.metrics.get("ensemble_accuracy", evaluation.each[0])
    return {
        "ensemble.each": np.array(evaluation.each, np.float32),
        "ensemble.together": np.array([together], np.float32),
    }


def gradients(look: Look, _: Options) -> Arrays:
    slopes, weights = [], []
    for stage in look.module.stages:
        params = list(stage.parameters())
        if not params:
            continue
        slopes.append(_length([param.grad for param in params if param.grad is not None]))
        weights.append(_length([param.detach() for param in params]))
    return {
        "gradients": np.array(slopes, np.float32),
        "gradients.weights": np.array(weights, np.float32),
    }


def _length(tensors: list[torch.Tensor]) -> float:
    return float(torch.stack([torch.linalg.vector_norm(one) for one in tensors]).norm())


MEASURED_VIEWS = {
    "confusion": View(
        confusion,
        {"confusion": Array("i4", "K K", coding="measured test images by true and said class")},
        rest=REST,
    ),
    "calibration": View(
        calibration,
        {
            "calibration.count": Array("i4", "10", coding="measured test images by their confidence"),
            "calibration.confidence": Array("f4", "10", coding="its mean in each tenth"),
            "calibration.accuracy": Array("f4", "10", coding="the share that is right"),
            "calibration.ece": Array("f4", "1", coding="expected calibration error"),
        },
        rest=REST,
    ),
    "ensemble": View(
        ensemble,
        {
            "ensemble.each": Array("f4", "E", coding="test accuracy of every network, the one shown first"),
            "ensemble.together": Array("f4", "1", coding="of the mean of their probabilities"),
        },
        rest=REST,
    ),
    "gradients": View(
        gradients,
        {
            "gradients": Array("f4", "L", coding="length of the last minibatch's gradient, layer by layer"),
            "gradients.weights": Array("f4", "L", coding="length of each layer's weights"),
        },
    ),
}  # fmt: skip
