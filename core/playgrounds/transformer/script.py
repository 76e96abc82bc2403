"""The transformer as plain PyTorch, block by block, and how it does on the rows held out."""

from __future__ import annotations

from torch import Tensor

from core.data.sequences.characters import Text
from core.i18n import N_
from core.playgrounds.script import MODULES, Script, unwritten, weights
from core.playgrounds.transformer import script_pairs, script_recurrent
from core.playgrounds.transformer.algorithm import Transformer
from core.playgrounds.transformer.gpt import GPT
from core.playgrounds.transformer.recurrent import Recurrent
from core.playgrounds.transformer.sizes import Sizes

MOST = 64 * 2**20  # bytes of rows that travel with it
BODY = '''{turning}
class Block(nn.Module):
    """Attention, then an MLP; what each makes is added to what came in."""

    def __init__(self):
        super().__init__()
        self.qkv, self.out = nn.Linear({W}, 3 * {W}), nn.Linear({W}, {W})
{parts}
    def attention(self, x):
        B, T, W = x.shape
        q, k, v = self.qkv(x).view(B, T, 3, {H}, W // {H}).permute(2, 0, 3, 1, 4)  # [B, heads, T, d]
{turned}        scores = q @ k.transpose(2, 3) / {d} ** 0.5  # [B, heads, T, T]
{penalised}{mask}        return self.out((scores.softmax(3) @ v).transpose(1, 2).reshape(B, T, W))

    def forward(self, x):
{flow}

class Transformer(nn.Module):
    """Symbols [B, T] to logits [B, T, {V}] of the symbol that follows each."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding({V}, {W})
{places}        self.blocks = nn.Sequential(*[Block() for _ in range({L})])
{last}        self.unembedding = nn.Linear({W}, {V}, bias=False)

    def forward(self, ids):
        x = self.embedding(ids){added}
        return self.unembedding({read})


def build():
    return Transformer()

'''
METRICS = """


def metrics(model, data):
    loss = right = count = 0.0
    for ids, targets, counts in zip(*(data[one].long().split(64) for one in ("ids", "targets", "counts"))):
        logits = model(ids)  # [B, T, V]
        each = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="none").view(ids.shape)
        loss, count = loss + (each * counts).sum().item(), count + counts.sum().item()
        right += ((logits.argmax(2) == targets) * counts).sum().item()
    return {{"val_loss{member}": loss / count, "val_accuracy{member}": right / count}}
"""
TURNING = """
def rotated(x):
    \"\"\"Each pair (i, i + d/2) of [..., T, d] turned by an angle that grows with the place: RoPE.\"\"\"
    T, d = x.shape[-2:]
    angle = torch.arange(T)[:, None] * 10_000.0 ** (-torch.arange(0, d, 2) / d)
    angle = torch.cat((angle, angle), 1)
    turned = torch.cat((-x[..., d // 2 :], x[..., : d // 2]), -1)
    return x * angle.cos() + turned * angle.sin()

"""
TURNED = "        q, k = rotated(q), rotated(k)\n"
PENALISED = """        slope = 2.0 ** (-8.0 * torch.arange(1, {H} + 1) / {H})  # a head's own: ALiBi
        distance = (torch.arange(T)[:, None] - torch.arange(T)).abs()
        scores = scores - slope[:, None, None] * distance
"""
MASK = "        scores += torch.full((T, T), float('-inf')).triu(1)  # nobody looks at what comes later\n"


def script(algorithm: Transformer) -> Script:
    """The model; of several beside each other the first one."""
    first, learner = next(iter(algorithm.learners.items()))
    model, task = learner.net.module, algorithm.task
    member = f".{first}" if algorithm.members else ""
    assert isinstance(model, GPT | Recurrent)
    if isinstance(model, Recurrent):
        body, found = script_recurrent.body(model), script_recurrent.named(model)
    else:
        body, found = _transformer(model)
    rows = task.all_held() if isinstance(task, Text) else task.validation
    if sum(part.numel() for part in rows) > MOST:
        raise unwritten("transformer", N_("there are too many rows held out."))
    if bool(((rows.weights != 0) & (rows.weights != 1)).any()):
        raise unwritten("transformer", N_("its places count more or less."))
    names = {"ids": rows.inputs, "targets": rows.targets, "counts": rows.weights}
    small = "uint8" if model.sizes.symbols <= 256 else "int32"
    data = {name: part.cpu().numpy().astype(small) for name, part in names.items()}
    told = (f"val_loss{member}", f"val_accuracy{member}")
    return Script(body + METRICS.format(member=member), weights(found), data, told)


def _transformer(model: GPT) -> tuple[str, dict[str, Tensor]]:
    """The class as it is written, and its weights."""
    return _body(model.sizes), _named(model)


def _body(s: Sizes) -> str:
    turning = TURNING if s.positions == "rope" else ""
    turned = TURNED if s.positions == "rope" else ""
    penalised = PENALISED.format(H=s.heads) if s.positions == "alibi" else ""
    norm = f"nn.LayerNorm({s.width})" if s.norm == "layer" else f"nn.RMSNorm({s.width}, eps=1e-5)"
    if s.kind == "encdec":
        return turning + script_pairs.body(s, norm, turned, penalised)
    parts = [] if s.norm_place == "none" else [f"self.norm1 = {norm}"]
    attend = {"pre": "x = x + self.attention(self.norm1(x))", "none": "x = x + self.attention(x)",
              "post": "x = self.norm1(x + self.attention(x))"}[s.norm_place]  # fmt: skip
    flow = [attend]
    if s.mlp:
        parts += [] if s.norm_place == "none" else [f"self.norm2 = {norm}"]
        parts += [f"self.up, self.down = nn.Linear({s.width}, {s.mlp}), nn.Linear({s.mlp}, {s.width})",
                  f"self.activation = {MODULES[s.activation]}"]  # fmt: skip
        inner = "self.down(self.activation(self.up({})))"
        flow.append({"pre": f"x = x + {inner.format('self.norm2(x)')}",
                     "none": f"x = x + {inner.format('x')}",
                     "post": f"x = self.norm2(x + {inner.format('x')})"}[s.norm_place])  # fmt: skip
    flow.append("return x")
    learned = s.positions == "learned"
    sines = s.positions == "sinusoidal"  # kept as numbers: Vaswani et al. 2017, section 3.5
    places = f"        self.position = nn.Parameter(torch.zeros({s.context}, {s.width}))\n"
    return BODY.format(
        W=s.width, H=s.heads, d=s.head, V=s.symbols, L=s.layers,
        parts="".join(f"        {one}\n" for one in parts),
        mask=MASK if s.causal else "",
        turning=turning, turned=turned, penalised=penalised,
        flow="".join(f"        {one}\n" for one in flow),
        places=places if learned or sines else "",
        added=" + self.position[: ids.shape[1]]" if learned or sines else "",
        last=f"        self.norm = {norm}\n" if s.norm_place == "pre" else "",
        read="self.norm(self.blocks(x))" if s.norm_place == "pre" else "self.blocks(x)",
    )  # fmt: skip


def _named(model: GPT) -> dict[str, Tensor]:
    """The parameters by the names that they have in the script."""
    from core.playgrounds.transformer.positions import sinusoidal

    s, own = model.sizes, model.weights
    found: dict[str, Tensor] = {}
    ends = {"gain": "weight", "shift": "bias"}
    for name, one in own.items():
        layer, _, part = name.rpartition(".")
        front = f"blocks.{layer}." if layer else ""
        if part in ("embedding", "unembedding"):
            found[f"{part}.weight"] = one
        elif part == "position":
            found[part] = one
        elif part.endswith("_bias"):
            found[f"{front}{part.removesuffix('_bias')}.bias"] = one
        elif part.rpartition("_")[2] in ends:
            norm, _, end = part.rpartition("_")
            found[f"{front}{norm}.{ends[end]}"] = one
        else:
            found[f"{front}{part}.weight"] = one
    found.setdefault("unembedding.weight", own["embedding"])  # the same, where both are tied
    if s.positions == "sinusoidal":
        found["position"] = sinusoidal(0, s.context, s.width)
    return found
