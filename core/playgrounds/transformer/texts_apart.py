"""The browser component's texts for a token that is taken apart. See core/live/texts.py."""

from __future__ import annotations

from core.i18n import N_

APART: dict[str, str] = {
    "apart.label": N_(
        "One token, stage by stage. The arrow keys go on and back, with Shift to another token."
    ),
    "apart.who": N_("Token {position}, “{token}”, in layer {layer}, head {head}"),
    "apart.who_encoder": N_(
        "Token {position}, “{token}”, in encoder self-attention {layer}, head {head}"
    ),
    "apart.who_decoder": N_(
        "Token {position}, “{token}”, in decoder self-attention {layer}, head {head}"
    ),
    "apart.who_cross": N_("Token {position}, “{token}”, in cross-attention {layer}, head {head}"),
    "apart.who_recurrent": N_("Token {position}, “{token}”, in layer {layer}"),
    "action.stage-back": N_("‹ Back"),
    "tip.stage-back": N_("The stage before"),
    "action.stage-next": N_("On ›"),
    "tip.stage-next": N_("The next stage"),
    "action.token-before": N_("Token ‹"),
    "tip.token-before": N_("The token before"),
    "action.token-next": N_("› Token"),
    "tip.token-next": N_("The next token"),
    # The stages of a transformer
    "apart.name.embedding": N_("Embedding"),
    "apart.name.qkv": N_("q, k, v"),
    "apart.name.scores": N_("q · k"),
    "apart.name.softmax": N_("Softmax"),
    "apart.name.mixed": N_("Σ a · v"),
    "apart.name.projected": N_("Residual"),
    "apart.name.mlp": N_("MLP"),
    "apart.name.logits": N_("Logits"),
    "apart.embedding": N_(
        "The token “{token}” is looked up in a table; where positions are added, that of place {position} is."
        " The sum of all that the layers before have written enters layer {layer} as x."
    ),
    "apart.qkv": N_(
        "x is normalised, and three matrices make of it a query q (what this token looks for), a key k (what"
        " it offers) and a value v (what it hands on)."
    ),
    "apart.scores": N_(
        "The query meets the key of every token. With its own: q · k = {product}, divided by √{width}:"
        " {score}. What comes later is hidden by the mask."
    ),
    "apart.qkv_cross": N_(
        "x is normalised, and a matrix makes of it the query q: what this token looks for. Keys and values"
        " are made of the encoder's end; k and v here are those of the source token with the largest weight."
    ),
    "apart.scores_encoder": N_(
        "The query meets the key of every token of the source, before and behind it. With its own: q · k ="
        " {product}, divided by √{width}: {score}."
    ),
    "apart.scores_cross": N_(
        "The query meets the key of every token of the source. With the one of the largest weight: q · k ="
        " {product}, divided by √{width}: {score}."
    ),
    "apart.softmax": N_(
        "Weights are e to the power of the score, divided by the sum of all: e^{score} / {sum} = {weight} for"
        " the largest."
    ),
    "apart.mixed": N_(
        "The values are added up, each times its weight. The largest part of the first number,"
        " {mixed}, is {weight} · {value}."
    ),
    "apart.projected": N_(
        "What all heads have found is projected back and added to x: the residual. x is never replaced."
    ),
    "apart.mlp": N_(
        "The MLP looks at this token alone. Its strongest units are below; what it writes is added again."
    ),
    "apart.logits": N_(
        "The final vector is compared with every token: the logits. e^{logit} / {sum} = {share} % for the"
        " likeliest."
    ),
    # The stages of a recurrent network
    "apart.name.read": N_("Reads"),
    "apart.name.gates_rnn": N_("New"),
    "apart.name.gates_gru": N_("Gates"),
    "apart.name.gates_lstm": N_("Gates"),
    "apart.name.state_rnn": N_("State"),
    "apart.name.state_gru": N_("State"),
    "apart.name.state_lstm": N_("State"),
    "apart.read": N_(
        "The network reads “{token}” and has nothing else of all that came before than its state."
    ),
    "apart.gates_rnn": N_("Input and state are added, each times its matrix: a = W x + U h + b."),
    "apart.gates_gru": N_(
        "Numbers in 0…1 for each unit: r, how much of the state the new value may use, and z, how much of the"
        " old one stays. n is the new value."
    ),
    "apart.gates_lstm": N_(
        "Numbers in 0…1 for each unit: i lets in, f keeps, o lets out. g is what could be written."
    ),
    "apart.state_rnn": N_(
        "Unit {unit}, the strongest: its new state is {state}, before it was {before}."
    ),
    "apart.state_gru": N_(
        "Unit {unit}, the strongest: h = (1 − {z}) · {n} + {z} · {before} = {state}."
    ),
    "apart.state_lstm": N_(
        "Unit {unit}, the strongest: c = {f} · {held} + {i} · {g} = {cell}; h = {o} · tanh({cell}) = {state}."
    ),
    # Vectors
    "apart.vector.embedding": N_("embedding"),
    "apart.vector.place": N_("position"),
    "apart.vector.x": N_("x"),
    "apart.vector.normed": N_("normalised x"),
    "apart.vector.q": N_("q"),
    "apart.vector.k": N_("k"),
    "apart.vector.v": N_("v"),
    "apart.vector.mixed": N_("Σ a · v"),
    "apart.vector.projected": N_("projected"),
    "apart.vector.middle": N_("x + projected"),
    "apart.vector.written": N_("written by the MLP"),
    "apart.vector.out": N_("out of the layer"),
    "apart.vector.final": N_("final vector"),
    "apart.vector.input": N_("input"),
    "apart.vector.before": N_("state before"),
    "apart.vector.cell_before": N_("cell before"),
    "apart.vector.cell": N_("cell c"),
    "apart.vector.state": N_("state h"),
    "apart.vector.a": N_("a"),
    "apart.vector.r": N_("r"),
    "apart.vector.z": N_("z"),
    "apart.vector.n": N_("n"),
    "apart.vector.i": N_("i"),
    "apart.vector.f": N_("f"),
    "apart.vector.g": N_("g"),
    "apart.vector.o": N_("o"),
    # Tables
    "apart.head.token": N_("token"),
    "apart.head.product": N_("q · k"),
    "apart.head.score": N_("/ √d"),
    "apart.head.exp": N_("e^"),
    "apart.head.weight": N_("weight"),
    "apart.head.value": N_("v"),
    "apart.head.unit": N_("unit"),
    "apart.head.before": N_("before"),
    "apart.head.after": N_("after"),
    "apart.head.logit": N_("logit"),
    "apart.head.chance": N_("probability"),
    "apart.hidden": N_("hidden"),
}
