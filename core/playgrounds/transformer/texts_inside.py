"""The browser component's texts for heads, the logit lens and the embedding. See core/live/texts.py."""

from __future__ import annotations

from core.i18n import N_

INSIDE: dict[str, str] = {
    # Heads
    "heads.column.head": N_("head"),
    "heads.column.profile": N_("looks back"),
    "heads.column.before": N_("token before"),
    "heads.column.followed": N_("followed last time"),
    "heads.column.same": N_("same token"),
    "heads.column.name": N_("is called"),
    "heads.column.loss": N_("loss"),
    "heads.column.right": N_("right without it"),
    "heads.column.zero": N_("take it away"),
    "tip.heads.head": N_("A click shows what it looks at"),
    "tip.heads.profile": N_(
        "Mean weight by distance: on the right the token itself, then 1 back, 2 back, … up to 15"
    ),
    "tip.heads.before": N_("Mean weight of the token one place back"),
    "tip.heads.followed": N_(
        "Mean weight of what followed when the same token stood there before: prefix matching"
    ),
    "tip.heads.same": N_("Mean weight of the same token further back"),
    "tip.heads.name": N_("The highest of the three scores, from 0.3 on"),
    "tip.heads.loss": N_(
        "Nats that the loss of the sample rises by when this head's answer is taken away"
    ),
    "tip.heads.right": N_(
        "Share of the sample answered without a mistake, when this head's answer is taken away"
    ),
    "tip.heads.zero": N_("Take its answer away in all pictures here; training goes on with it"),
    "heads.by": N_("What stands in the place of what is taken away"),
    "tip.heads.by": N_(
        "Zero takes away all that a head says; its mean over the sample only what it says of this row"
    ),
    "heads.by_zero": N_("By zero"),
    "heads.by_mean": N_("By its mean"),
    "heads.layer": N_("all of layer {layer}"),
    "heads.layer_encoder": N_("all of encoder self-attention {layer}"),
    "heads.layer_decoder": N_("all of decoder self-attention {layer}"),
    "heads.layer_cross": N_("all of cross-attention {layer}"),
    "heads.before": N_("previous token"),
    "heads.followed": N_("induction"),
    "heads.same": N_("same token"),
    "heads.none": N_("–"),
    "heads.zero_layer": N_("Take away all heads of layer {layer}"),
    "heads.zero_layer_encoder": N_("Take away all heads of encoder self-attention {layer}"),
    "heads.zero_layer_decoder": N_("Take away all heads of decoder self-attention {layer}"),
    "heads.zero_layer_cross": N_("Take away all heads of cross-attention {layer}"),
    "heads.zero_which": N_("Take away: {which}"),
    "heads.words": N_(
        "On some validation rows; with all heads: loss {loss}, {right} % of the answers right. The larger"
        " the loss without a head, the more it matters; one head is tried after another."
    ),
    "heads.words_text": N_(
        "On some validation rows; with all heads: loss {loss}. The larger the loss without a head, the more"
        " it matters; one head is tried after another."
    ),
    "heads.now": N_("Without what is taken away now: loss {loss}, {right} % of the answers right."),
    "heads.now_text": N_("Without what is taken away now: loss {loss}."),
    "heads.past": N_("Layer {layer}, head {head} over time"),
    "heads.updates": N_("updates"),
    "action.heads-all": N_("Give all back"),
    "tip.heads-all": N_("No head is taken away any more"),
    # The logit lens
    "lens.words": N_(
        "What would be said next, if the model ended behind this layer. Stronger orange: surer."
    ),
    "lens.layer": N_("layer {layer}"),
    "lens.decoder": N_("decoder self-attention {layer}"),
    "lens.cross": N_("decoder layer {layer}"),
    "lens.start": N_("embedding"),
    "lens.read": N_("read"),
    "lens.told": N_(
        "After “{after}”: “{token}” with {share} %. The stream has length {norm} here."
    ),
    # The embedding
    "embedding.x": N_("first component"),
    "embedding.y": N_("second component"),
    "embedding.words": N_(
        "{count} symbols; the plane shows {share} % of how their vectors differ. Those that lie close are"
        " treated alike."
    ),
    "embedding.words_places": N_(
        "{count} places, from blue to yellow; the plane shows {share} % of how their vectors differ."
    ),
    # How far back memory reaches
    "reach.x": N_("tokens back"),
    "reach.words": N_(
        "The length of the gradient: how much the loss of a row's last token would change with what was read"
        " so many tokens before. Where this is nearly nothing, nothing can be learned from it."
    ),
    # The clock of arithmetic
    "clock.table": N_("a down, b across"),
    "clock.power": N_("frequencies in the embedding"),
    "clock.circle": N_("the numbers, frequency {frequency}"),
    "clock.words": N_(
        "Blue is right, orange wrong; pale pairs are learned from ({learnedRight} of {learned} right), strong"
        " ones kept apart ({keptRight} of {kept}). Frequency {frequency} holds {share} % of the embedding."
    ),
    "action.places": N_("Places"),
    "tip.places": N_("Show the learned vectors of the places in the context, not of the symbols"),
}
