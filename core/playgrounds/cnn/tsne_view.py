"""The view of a t-SNE that a viewer has asked for: how far it is, and its points once it is done.

M test images of the embedding's sample.
"""

from __future__ import annotations

import numpy as np

from core.playgrounds.cnn import options as asked
from core.playgrounds.cnn.embedding import features, sample
from core.playgrounds.cnn.look import Look
from core.playgrounds.cnn.tsne import DONE, NONE, Job
from core.playgrounds.cnn.tsne_child import ITERATIONS
from core.playgrounds.contract import Array, Arrays, Options, View

USUAL, PART = (
    30,
    3,
)  # the perplexity where none is asked for, but no more than this part of the images
STATES = (
    "0 none, 1 waiting, 2 at work, 3 done, 4 failed, 5 cancelled, 6 all features equal, 7 too slow"
)


def tsne(look: Look, options: Options) -> Arrays:
    """Begins the job that is asked for if it is new, and tells what has come of it."""
    who, number, perplexity, cancel = (
        asked.place(options, name, asked.MOST[name])
        for name in ("who", "job", "perplexity", "cancel")
    )
    asked.place(options, "round", asked.MOST["round"])
    if not who or not number:
        return told(None)
    jobs = look.of.tsnes
    if not jobs.has(who, number):
        if cancel:
            return told(None)
        jobs.put(who, begun(look, number, perplexity))
    job = jobs[who]
    if cancel:
        job.cancel()
    job.look()
    return told(job)


def begun(look: Look, number: int, perplexity: int | None) -> Job:
    """A job with the features as they are now."""
    rows = sample(look)
    x, said = features(look, rows)
    labels = look.pictures.labels(rows, test=True).cpu().numpy()
    job = Job(
        number,
        x.astype(np.float32),
        {"rows": rows.numpy(), "labels": labels, "said": said.cpu().numpy()},
        look.of.update,
    )
    fits = perplexity is not None and 1 < perplexity < len(rows)
    job.perplexity = float(perplexity if fits else min(USUAL, len(rows) / PART))  # type: ignore[arg-type]
    return job


def told(job: Job | None) -> Arrays:
    done = job is not None and job.state == DONE
    empty = np.zeros(0, np.int32)
    found = {
        f"tsne.{name}": job.seen[name].astype(np.int32) if job is not None and done else empty
        for name in ("rows", "labels", "said")
    }
    about = (0, NONE, 0, ITERATIONS, 0)
    if job is not None:
        about = (job.number, job.state, job.done, ITERATIONS, job.step)
    values = (0.0, float("nan")) if job is None else (job.perplexity, job.kl)
    points = np.zeros((0, 2), np.float32) if job is None else job.points.copy()
    return found | {
        "tsne.points": points,
        "tsne.about": np.array(about, np.int32),
        "tsne.values": np.array(values, np.float32),
    }


TSNE = {
    "tsne": View(
        tsne,
        {
            "tsne.about": Array(
                "i4", "5", coding=f"number of the job; {STATES}; iterations, of how many; step it belongs to"
            ),
            "tsne.values": Array("f4", "2", coding="perplexity; Kullback-Leibler divergence in the end"),
            "tsne.points": Array("f4", "M 2", coding="none until it is done"),
            "tsne.rows": Array("i4", "M", coding="which test images these are"),
            "tsne.labels": Array("i4", "M", coding="their classes"),
            "tsne.said": Array("i4", "M", coding="the classes that were said at that step"),
        },
        {
            "who": "a number that the viewer has chosen for itself: it has one job",
            "job": "number of the job: another one than before is begun",
            "perplexity": "about how many neighbours count: 2 to one less than there are images, else 30",
            "cancel": "1 ends the job",
            "round": "a number that rises: so news is asked for while nothing else changes",
        },
        rolling=True,
        rest=0.2,
    )
}  # fmt: skip
