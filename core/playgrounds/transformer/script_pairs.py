"""An encoder–decoder as plain PyTorch: one stream, of which each layer changes its own places."""

from __future__ import annotations

from core.playgrounds.script import MODULES
from core.playgrounds.transformer.sizes import Sizes

BODY = '''
PARTS = {parts!r}  # what each attention is


class Layer(nn.Module):
    """An attention and, but for the decoder's on itself, an MLP; what each makes is added to what came in."""

    def __init__(self, part):
        super().__init__()
        self.qkv, self.out = nn.Linear({W}, 3 * {W}), nn.Linear({W}, {W})
        self.norm1, self.norm2, self.mlp = {norm}, {norm2}, {mlp} and part != "decoder"
        if self.mlp:
            self.up, self.down, self.norm2 = nn.Linear({W}, {mlp}), nn.Linear({mlp}, {W}), {norm}

    def attention(self, x, source, seen):
        (B, T, W), own = x.shape, source is None
        both = zip((x, *(x if own else source,) * 2), self.qkv.weight.split(W), self.qkv.bias.split(W))
        q, k, v = (F.linear(*one).view(B, T, {H}, -1).transpose(1, 2) for one in both)  # [B, heads, T, d]
{turned}        scores = q @ k.transpose(2, 3) / {d} ** 0.5
{penalised}        scores = scores.masked_fill(~(seen | ~seen.any(2, keepdim=True))[:, None], -torch.inf)
        return self.out((scores.softmax(3) @ v).transpose(1, 2).reshape(B, T, W))

    def forward(self, x, source, seen):
        before = x
        {attend}
        if self.mlp:
            {think}
        return torch.where(seen.any(2, keepdim=True), x, before)  # the others' places stay


class Transformer(nn.Module):
    """Rows of source, divider and target [B, T] to logits [B, T, {V}], which are 0 in the source."""

    def __init__(self):
        super().__init__()
        self.embedding, self.unembedding = nn.Embedding({V}, {W}), nn.Linear({W}, {V}, bias=False)
{places}        self.blocks = nn.ModuleList(map(Layer, PARTS))
        self.encoded, self.norm = {last}, {last}

    def forward(self, ids):
        found = ids == {divider}
        found[:, 0] = False
        split = torch.where(found.any(1), found.long().argmax(1), ids.shape[1])[:, None]
        place = torch.arange(ids.shape[1])
        writes = place >= split  # [B, T]: the places of the decoder
        x, source = self.embedding(ids){added}, None
        row, column = writes[:, :, None], writes[:, None]
        seen = {{"encoder": ~row & ~column, "decoder": row & column{causal}, "cross": row & ~column}}
        for part, layer in zip(PARTS, self.blocks):
            x = layer(x, source if part == "cross" else None, seen[part])
            source = self.encoded(x) if part == "encoder" else source
        return self.unembedding(self.norm(x)) * writes[:, :, None]


def build():
    return Transformer()
'''
PLACES = "        self.position = nn.Parameter(torch.zeros({count}, {W}))\n"


def body(s: Sizes, norm: str, turned: str, penalised: str) -> str:
    """`turned` and `penalised`: what places do inside attention, where the stream looks at itself."""
    pre, post = s.norm_place == "pre", s.norm_place == "post"
    around = {"pre": "x = x + {}", "none": "x = x + {}", "post": "x = {norm}(x + {})"}[s.norm_place]
    look = f"self.attention({'self.norm1(x)' if pre else 'x'}, source, seen)"
    activated = MODULES[s.activation]
    think = f"self.down({activated}(self.up({'self.norm2(x)' if pre else 'x'})))"
    placed = s.positions in ("learned", "sinusoidal")
    added = " + self.position[torch.where(place < split, place, place - split)]" if placed else ""
    return BODY.format(
        parts=s.parts, W=s.width, H=s.heads, d=s.head, V=s.symbols, divider=s.divider, mlp=s.mlp,
        norm=norm if pre or post else "nn.Identity()", norm2="nn.Identity()",
        last=norm if pre else "nn.Identity()",
        attend=around.format(look, norm="self.norm1"), think=around.format(think, norm="self.norm2"),
        turned=_own(turned), penalised=_own(penalised),
        places=PLACES.format(count=s.context, W=s.width) if placed else "",
        added=added, causal=" & (place[:, None] >= place)" if s.causal else "",
    )  # fmt: skip


def _own(lines: str) -> str:
    """Those lines where the stream looks at itself."""
    inner = "".join(f"    {line}\n" for line in lines.splitlines())
    return f"        if own:\n{inner}" if lines else ""
