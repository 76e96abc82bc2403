"""What a model on sequences costs: rows times places, and for a transformer the maps of its heads."""

from __future__ import annotations

from core.playgrounds.cost import Cost, Net, alternating, answering, learning, remembered
from core.playgrounds.transformer.config import TransformerConfig
from core.playgrounds.transformer.evaluation import WORK
from core.playgrounds.transformer.optimizer import OPTIMIZERS
from core.playgrounds.transformer.sizes import GATES, Sizes, equal_width, parameters
from core.playgrounds.transformer.tasks import TEXTS


def cost(c: TransformerConfig) -> Cost:
    """Of a configuration: all models of a contest learn in every step."""
    symbols, context = c.about()
    base = c.sizes(symbols, context)
    rows, slots = c.batch_size, len(OPTIMIZERS[c.optimizer].SLOTS)
    if c.dataset == "modular":
        rows = min(rows, max(1, round(c.share * c.modulus**2)))
    kept = flops = 0.0
    passes = []
    for kind in c.kinds:
        s = equal_width(base, kind)
        net = per_row(s)
        kept += remembered(parameters(s), slots, copies=5)
        flops += 2 * 3 * net.products * rows
        passes.append((learning((net, rows)), answering((net, max(1, WORK // context)))))
    most = max(alternating(*one) for one in passes)
    data = 20e6 if c.dataset in TEXTS else 4e6
    return Cost(kept + data + most, flops)


def per_row(s: Sizes) -> Net:
    """One row of T places."""
    T, W, V = s.context, s.width, s.symbols
    head = Net(V * W, T * V * W, 2 * T * V, T * V)
    if not s.attends:
        cell = Net(2 * GATES[s.kind] * W * W, 2 * T * GATES[s.kind] * W * W, T * W * (2 + 2 * GATES[s.kind]),
                   T * GATES[s.kind] * W)  # fmt: skip
        for _ in range(s.layers):
            head += cell
        return head
    # Of an encoder–decoder every attention and every MLP has about half of a row.
    t = T // 2 if s.kind == "encdec" else T
    for part in s.parts:
        head += Net(4 * W * W, t * 4 * W * W, t * W * 8, t * 3 * W)
        if s.mlp and part != "decoder":
            head += Net(2 * W * s.mlp, t * 2 * W * s.mlp, t * (2 * s.mlp + 2 * W), t * s.mlp)
    return head
