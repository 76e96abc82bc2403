"""What can be seen of a prompt: what its tokens look at, and how it goes on.

T tokens that are shown, L layers, H heads, W numbers of state, P tokens of the prompt and what was written
on, N tokens of that, F that truly follow, R rows of the validation set of S symbols.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from core.data.sequences.truth import after
from core.playgrounds.arguments import index
from core.playgrounds.contract import Array, Arrays, Options, View
from core.playgrounds.transformer import asked
from core.playgrounds.transformer.edits import Edits
from core.playgrounds.transformer.encoder_decoder import divided
from core.playgrounds.transformer.look import Look, LookAt
from core.playgrounds.transformer.recurrent import Recurrent
from core.playgrounds.transformer.sampling import go_on

WRITTEN = 64  # tokens that are written on
OTHERS, ROWS = 5, 12


def attention(of: Look, options: Options) -> Arrays:
    look = of.at(options)
    ids = look.shown(options)
    found: Arrays = {"attention.ids": ids.cpu().numpy().astype(np.int32)}
    if isinstance(look.model, Recurrent):
        logits, states = _read(look.model, ids)
        code = (states.clamp(-1, 1) * 127.5 + 127.5).nan_to_num(127.5).round()
        found["attention.states"] = code.to(torch.uint8).cpu().numpy()
    else:
        told = look.told(options)
        weights = torch.stack([told[f"{n}.weights"] for n in range(look.heads[0])])
        logits = told["logits"]
        code = (weights * 255).nan_to_num(0).round().to(torch.uint8)
        found["attention.weights"] = code.cpu().numpy()
    chances = torch.full((len(ids),), float("nan"))
    if look.task.continues and len(ids) > 1:
        before = logits[:-1].softmax(-1)
        chances[1:] = before.gather(1, ids[1:, None])[:, 0]
    if look.translates:
        source = int(divided(ids, look.sizes.divider))
        chances[: source + 1] = float("nan")  # nobody expects what is given
        found["attention.source"] = np.array([source], np.int32)
        found["attention.following"] = look.following(options).cpu().numpy().astype(np.int32)
    return found | {"attention.chances": chances.cpu().numpy()}


def _read(model: Recurrent, ids: Tensor) -> tuple[Tensor, Tensor]:
    """Logits [T, V] and the states [L, T, W] of all layers, by torch's own cells one layer at a time."""
    with torch.no_grad():
        x, states = model.embedding[ids][None], []
        zero = x.new_zeros(1, 1, model.sizes.width)
        for layer in range(model.sizes.layers):
            w = model.weights_of(layer)
            params = [w["in"], w["back"], w["in_bias"], w["back_bias"]]
            how = (True, 1, 0.0, False, False, True)
            if model.sizes.kind == "lstm":
                x = torch.lstm(x, [zero, zero], params, *how)[0]
            elif model.sizes.kind == "gru":
                x = torch.gru(x, zero, params, *how)[0]
            else:
                run = torch.rnn_relu if model.sizes.nonlinearity == "relu" else torch.rnn_tanh
                x = run(x, zero, params, *how)[0]
            states.append(x[0])
        return x[0] @ model.unembedding.T + model.bias, torch.stack(states)


def samples(of: Look, options: Options) -> Arrays:
    look = of.at(options)
    task, edits = look.task, look.edits(options)
    how = asked.drawing(options)
    start = look.typed(options)
    start = task.encode(task.prompt) if start is None else start
    start = start[-task.context :].to(look.of.device)
    with torch.no_grad():
        ids, chances = (
            _continued(look, start, edits, how)
            if task.continues
            else (start, torch.zeros(0, len(task), device=start.device))
        )
        found = rows(look, edits) if task.answers else {}
        if index(options, "forced", 0, 1, 0):
            found |= forced_beside(look, start, edits)
    taken = ids[len(start) :]
    best = chances.topk(min(OTHERS, len(task)), 1)
    return found | {
        "samples.ids": ids.cpu().numpy().astype(np.int32),
        "samples.start": np.array([len(start)], np.int32),
        "samples.chances": chances.gather(1, taken[:, None])[:, 0].cpu().numpy().copy(),
        "samples.others": best.indices.cpu().numpy().astype(np.int32),
        "samples.other_chances": best.values.cpu().numpy().copy(),
    }


def _continued(
    look: LookAt, start: Tensor, edits: Edits, how: tuple[float, int, float, int]
) -> tuple[Tensor, Tensor]:
    """The prompt and what was written on [P], and the chances [N, V] of every symbol at each place of that.

    An answer ends with its row, a text after some lines.
    """
    task = look.task
    temperature, top_k, top_p, again = how
    count = WRITTEN
    if task.answers:
        count = max(0, min(count, task.context + 1 - len(start)))
    if not count:
        return start, torch.zeros(0, len(task), device=start.device)
    found = go_on(
        look.model,
        start,
        count,
        again,
        temperature=temperature,
        top_k=top_k,
        top_p=top_p,
        end=task.symbols.index(task.end) if task.end else None,
        edits=edits,
    )
    return torch.cat((start, found.ids)), found.logits.softmax(-1).nan_to_num(0)


def forced_beside(look: LookAt, start: Tensor, edits: Edits) -> Arrays:
    """What truly follows the prompt, and what the model says at each of these places when all before it is
    true. Of a text as much as fits the context."""
    truth = after(look.task, start.cpu(), WRITTEN).to(start.device)
    truth = truth[: max(0, look.task.context + 1 - len(start))]
    if len(truth):
        read = torch.cat((start, truth))[:-1]
        logits = look.model.edited(read[None], edits)[0, len(start) - 1 :]
        p = logits.softmax(-1).nan_to_num(0)  # [N, V]
    else:
        p = torch.zeros(0, len(look.task), device=start.device)
    best = p.max(-1)
    return {
        "forced.true": truth.cpu().numpy().astype(np.int32),
        "forced.chances": p.gather(1, truth[:, None])[:, 0].cpu().numpy().copy(),
        "forced.best": best.indices.cpu().numpy().astype(np.int32),
        "forced.best_chances": best.values.cpu().numpy().copy(),
    }


def rows(look: LookAt, edits: Edits) -> Arrays:
    """The first rows of the validation set, what was asked for of them, and what the model says."""
    inputs, targets, weights = (part[:ROWS].to(look.of.device) for part in look.task.validation)
    said = look.model.edited(inputs, edits).nan_to_num(0).argmax(-1)
    if look.task.continues:
        # What fills a row up, behind the last symbol that counts, is none of it.
        there = weights.flip(1).cumsum(1).flip(1) > 0
        ids = torch.cat((inputs[:, :1], torch.where(there, targets, -1)), 1)
        answer = torch.cat((torch.zeros_like(weights[:, :1]), weights), 1)
        said = torch.cat((inputs[:, :1], said), 1)
    else:  # what is asked for stands beside what is read
        ids = torch.cat((inputs, torch.where(weights > 0, targets, -1)), 1)
        answer = torch.cat((torch.zeros_like(weights), weights), 1)
        said = torch.cat((inputs, said), 1)
    return {
        "rows.ids": ids.cpu().numpy().astype(np.int32),
        "rows.said": said.cpu().numpy().astype(np.int32),
        "rows.answer": (answer > 0).cpu().numpy().astype(np.uint8),
    }


FORCED = "`forced`; nothing where nobody knows what follows"
ANSWERS, ATTENDS = "a task that has answers", "a transformer or an encoder–decoder"
PROMPT_VIEWS = {
    "attention": View(
        attention,
        {
            "attention.ids": Array("i4", "T"),
            "attention.weights": Array("u1", "L H T T", coding="255 = 1", only=ATTENDS, shades=True),
            "attention.states": Array(
                "u1", "L T W", coding="0 = −1 … 255 = +1", only="a recurrent network", shades=True
            ),
            "attention.source": Array("i4", "1", coding="tokens of the source", only="an encoder–decoder"),
            "attention.following": Array(
                "i4", "T", coding="the token that comes next; −1: not known", only="an encoder–decoder"
            ),
            "attention.chances": Array(
                "f4", "T", coding="probability that each token had been given; NaN: none had"
            ),
        },
        asked.PROMPT,
        rest=0.001,  # in every frame; paused, not again for each token that is pointed at
    ),
    "samples": View(
        samples,
        {
            "samples.ids": Array("i4", "P", coding="the prompt, and what was written on"),
            "samples.start": Array("i4", "1", coding="tokens of the prompt"),
            "samples.chances": Array("f4", "N", coding="probability of each token that was written on"),
            "samples.others": Array("i4", "N K", coding="the likeliest at its place"),
            "samples.other_chances": Array("f4", "N K"),
            "rows.ids": Array("i4", "R S", coding="rows of the validation set; −1: nothing", only=ANSWERS),
            "rows.said": Array("i4", "R S", coding="what the model says there", only=ANSWERS),
            "rows.answer": Array("u1", "R S", coding="1: is asked for", only=ANSWERS),
            "forced.true": Array("i4", "F", coding="what truly follows the prompt", only=FORCED),
            "forced.chances": Array("f4", "F", coding="its probability, all before it true", only=FORCED),
            "forced.best": Array("i4", "F", coding="the likeliest there", only=FORCED),
            "forced.best_chances": Array("f4", "F", only=FORCED),
        },
        asked.HOW | {"forced": "1: beside it, what is said when all before is true"},
        example={"forced": 1},
        rest=1.0,
    ),
}  # fmt: skip
