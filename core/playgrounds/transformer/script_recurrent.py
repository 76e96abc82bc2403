"""A recurrent network as plain PyTorch: torch's own cells between an embedding and a linear layer."""

from __future__ import annotations

from torch import Tensor

from core.playgrounds.transformer.recurrent import CELLS, Recurrent

BODY = '''
class Recurrent(nn.Module):
    """Symbols [B, T] to logits [B, T, {V}] of the symbol that follows each."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding({V}, {W})
        self.cell = nn.{cell}({W}, {W}, {L}, batch_first=True{more})
        self.unembedding = nn.Linear({W}, {V})

    def forward(self, ids):
        states, _ = self.cell(self.embedding(ids))
        return self.unembedding(states)


def build():
    return Recurrent()
'''


def body(model: Recurrent) -> str:
    s = model.sizes
    more = f', nonlinearity="{s.nonlinearity}"' if s.kind == "rnn" else ""
    return BODY.format(V=s.symbols, W=s.width, L=s.layers, cell=CELLS[s.kind].__name__, more=more)


def named(model: Recurrent) -> dict[str, Tensor]:
    """The parameters by the names that they have in the script."""
    found: dict[str, Tensor] = {f"cell.{n}": one for n, one in model.cell.named_parameters()}
    ends = {"weight": model.unembedding, "bias": model.bias}
    found |= {f"unembedding.{name}": one for name, one in ends.items()}
    return found | {"embedding.weight": model.embedding}
