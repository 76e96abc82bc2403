"""The browser component's texts for activation patching, and for the truth beside what is written on. See
core/live/texts.py."""

from __future__ import annotations

from core.i18n import N_

PATCH: dict[str, str] = {
    "patch.from": N_("From"),
    "patch.into": N_("Into"),
    "tip.patch.from": N_("The prompt from which the numbers of one token are taken"),
    "tip.patch.into": N_(
        "The prompt into which they are put, in their place; as long as the other"
    ),
    "patch.lengths": N_(
        "The prompts have {from} and {into} tokens: give two of the same length, so that places match."
    ),
    "patch.divided": N_(
        "The prompts are divided at different places: give two whose sources are equally long, so that places"
        " match."
    ),
    "patch.long": N_("Only the last {count} tokens are read: so many fit."),
    "patch.measure": N_("What is measured"),
    "tip.patch.measure": N_(
        "The logit difference is the logarithm of how many times likelier the answer is than what was said"
        " before"
    ),
    "patch.difference": N_("Logit difference"),
    "patch.chance": N_("Probability"),
    "patch.answer": N_("The answer"),
    "tip.patch.answer": N_("The token whose logit and probability are followed"),
    "patch.likeliest": N_("Likeliest after “From”"),
    "patch.label": N_(
        "What each place is worth, layers down and tokens across. The arrow keys go from cell to cell."
    ),
    "patch.behind": N_("behind layer {layer}"),
    "patch.behind_encoder": N_("behind encoder layer {layer}"),
    "patch.behind_decoder": N_("behind decoder self-attention {layer}"),
    "patch.behind_cross": N_("behind decoder layer {layer}"),
    "patch.unit_difference": N_("nats by which the logit difference changes"),
    "patch.unit_chance": N_("percentage points by which the probability changes"),
    "patch.working": N_("This place is being carried over…"),
    "patch.told": N_(
        "Token {position}, “{token}”, behind layer {layer} carried over: “{answer}” against “{against}” goes"
        " from {before} to {after} nats (in the other prompt {other}), its probability from {share} % to"
        " {then} % (there {there} %)."
    ),
    "patch.told_encoder": N_(
        "Token {position}, “{token}”, behind encoder layer {layer} carried over: “{answer}” against"
        " “{against}” goes from {before} to {after} nats (in the other prompt {other}), its probability from"
        " {share} % to {then} % (there {there} %)."
    ),
    "patch.told_decoder": N_(
        "Token {position}, “{token}”, behind decoder self-attention {layer} carried over: “{answer}” against"
        " “{against}” goes from {before} to {after} nats (in the other prompt {other}), its probability from"
        " {share} % to {then} % (there {there} %)."
    ),
    "patch.told_cross": N_(
        "Token {position}, “{token}”, behind decoder layer {layer} carried over: “{answer}” against"
        " “{against}” goes from {before} to {after} nats (in the other prompt {other}), its probability from"
        " {share} % to {then} % (there {there} %)."
    ),
    "patch.told_start": N_(
        "Token {position}, “{token}”, carried over as it is read: “{answer}” against “{against}” goes from"
        " {before} to {after} nats (in the other prompt {other}), its probability from {share} % to {then} %"
        " (there {there} %)."
    ),
    "patch.column.before": N_("before"),
    "patch.column.after": N_("carried over"),
    "patch.column.other": N_("in “From”"),
    # The truth beside it
    "action.forced": N_("Beside the truth"),
    "tip.forced": N_(
        "What truly follows, what the model says there when all before it is true, and what it writes freely"
    ),
    "forced.true": N_("true"),
    "forced.told": N_("told"),
    "forced.free": N_("free"),
    "forced.right": N_("“{token}” is true and the likeliest: {share} %"),
    "forced.wrong": N_(
        "“{token}” is true and had {share} %; “{best}” is the likeliest with {sure} %"
    ),
    "forced.parts": N_(
        "Told the truth, the model is right at {right} of {count} places. Written freely, it parts at place"
        " {place}: “{free}” where “{truth}” is true; from there on it follows itself."
    ),
    "forced.together": N_("What is written freely is what truly follows."),
    "forced.nothing": N_("What truly follows this prompt is not known."),
}
