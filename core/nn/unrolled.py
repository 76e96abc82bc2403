"""The text of a step for one network's layers: the loops of core/nn/fast.py written out, for speed.

A fifth of what a tiny network's step takes goes into looking things up in lists and asking which function is
whose, layer after layer. Where both are known the loops can be written out: torch then settles the questions
when it compiles the text, and the calls that are left are those of fast.py, in its order.
"""

from __future__ import annotations

from collections.abc import Sequence

HEAD = """def descend(
    x: List[Tensor], x_transposed: List[Tensor], t: List[Tensor],
    z: List[Tensor], a: List[Tensor], a_ones: List[Tensor], a_transposed: List[Tensor],
    weights: List[Tensor], backwards: List[Tensor], gradients: List[Tensor],
    theta: Tensor, grad: Tensor, functions: List[int], loss: int,
    optimiser: int, slots: List[Tensor], mu: float, done: int, lr: float,
    decay: Optional[Tensor], clip: float, threshold: Optional[Tensor],
    bent: List[Tensor], skips: List[bool], normed_by: List[List[Tensor]], deltas: List[Tensor],
) -> Tuple[Tensor, List[Tensor]]:
    losses: List[Tensor] = []
    share = 1.0 / len(x[0])
"""


def text(functions: Sequence[int], loss: int, optimiser: int) -> str:
    """`descend` of fast.py for hidden layers with these functions, neither normalised nor residual.

    All are numbers, as fast.py has them; it takes the same arguments and gives the same.
    """
    last, lines = len(functions), []
    for k in range(last + 1):
        every = ("z", "weights", "backwards", "gradients", "deltas")
        lines.append(
            f"    z{k}, w{k}, b{k}, g{k}, d{k} = {', '.join(f'{one}[{k}]' for one in every)}"
        )
    for k in range(last):
        lines.append(f"    a{k}, o{k}, t{k} = a[{k}], a_ones[{k}], a_transposed[{k}]")
    lines.append("    for i in range(len(x)):")
    inward = ["x[i]", *(f"o{k}" for k in range(last))]
    for k, function in enumerate(functions):
        lines.append(f"        torch.mm({inward[k]}, w{k}, out=z{k})")
        lines.append(f"        bend({function}, z{k}, a{k})")
    lines.append(f"        torch.mm({inward[last]}, w{last}, out=z{last})")
    lines.append(f"        losses.append(judge({loss}, z{last}, t[i], share, d{last}))")
    transposed = ["x_transposed[i]", *(f"t{k}" for k in range(last))]
    for k in range(last, -1, -1):
        if k < last:
            lines.append(f"        torch.mm(d{k + 1}, b{k + 1}, out=d{k})")
            lines.append(f"        straighten({functions[k]}, d{k}, z{k}, a{k})")
        lines.append(f"        torch.mm({transposed[k]}, d{k}, out=g{k})")
    rest = "slots, mu, done + i + 1, theta, grad, lr, decay, clip, threshold"
    lines.append(f"        update({optimiser}, {rest})")
    half = " * 0.5" if loss in (2, 3) else ""
    lines.append(f"    return torch.stack(losses){half}, z[:-1]")
    return HEAD + "\n".join(lines) + "\n"
