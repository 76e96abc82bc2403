"""The browser component's texts for the panels of sequences. See core/live/texts.py."""

from __future__ import annotations

from core.i18n import N_
from core.playgrounds.transformer.texts_apart import APART
from core.playgrounds.transformer.texts_inside import INSIDE
from core.playgrounds.transformer.texts_looks import LOOKS
from core.playgrounds.transformer.texts_patch import PATCH

TEXTS: dict[str, str] = (
    APART
    | INSIDE
    | PATCH
    | LOOKS
    | {
        # Attention
        "attention.title": N_("What each token looks at"),
        "attention.title_states": N_("What the network remembers"),
        "attention.model": N_("Which model is looked at"),
        "attention.label": N_(
            "The tokens of the prompt, and what each looks at. The arrow keys go from token to token; plus"
            " and minus change the weight, Delete gives it back."
        ),
        "attention.which": N_("layer {layer}, head {head}"),
        "attention.which_encoder": N_("encoder self-attention {layer}, head {head}"),
        "attention.which_decoder": N_("decoder self-attention {layer}, head {head}"),
        "attention.which_cross": N_("cross-attention {layer}, head {head}"),
        "attention.read_cross": N_(
            "To write “{next}” behind “{token}”, the decoder looks at token {place} of the source, “{at}”,"
            " with weight {weight}. Drag it up or down."
        ),
        "attention.read": N_(
            "Token {position}, “{token}”, looks at token {place}, “{at}”, with weight {weight}. Drag it up or"
            " down."
        ),
        "attention.read_token": N_(
            "Token {position}, “{token}”, was expected with {share} %. Point at a weight and"
            " drag it."
        ),
        "attention.read_state": N_("Token {position}, “{token}”, was expected with {share} %."),
        "attention.read_plain": N_("Token {position}, “{token}”. Point at a weight and drag it."),
        "attention.read_first": N_("“{token}” is the first token: nothing came before it."),
        "action.arcs": N_("Arcs"),
        "tip.arcs": N_("Show arcs over the tokens instead of the matrix"),
        "action.zero-head": N_("Zero"),
        "tip.zero-head": N_(
            "Set what this head adds to zero, in all pictures here; training goes on with it"
        ),
        "action.mean-head": N_("Mean"),
        "tip.mean-head": N_(
            "Put its mean in the place of what this head adds, in all pictures here; training goes on with it"
        ),
        "action.free-weight": N_("Undo weight"),
        "tip.free-weight": N_("Give back the weight that was changed by hand"),
        "action.head-before": N_("‹"),
        "tip.head-before": N_("The head before"),
        "action.head-next": N_("›"),
        "tip.head-next": N_("The next head"),
        # The prompt
        "prompt.label": N_("Prompt"),
        "prompt.unknown": N_("The model knows no {characters}: the prompt stays as it was."),
        "prompt.unknown_word": N_(
            "The model does not know: {characters}. The prompt stays as it was. It knows: {known}."
        ),
        "prompt.long_word": N_("Only the last {context} words are read: so long is the context."),
        "prompt.long": N_("Only the last {context} characters are read: so long is the context."),
        "action.prompt-usual": N_("Usual"),
        "tip.prompt-usual": N_("Go back to the task's own prompt"),
        # Samples
        "samples.label": N_("What the model writes on. The arrow keys go from token to token."),
        "samples.hint": N_(
            "Darker orange: less expected. Point at a token to see what else could have stood there."
        ),
        "samples.told": N_("“{token}” had {share} %. Likeliest: {others}"),
        "samples.other": N_("{token} {share} %"),
        "samples.temperature": N_("Temperature"),
        "samples.top_k": N_("Top k"),
        "samples.top_p": N_("Top p"),
        "samples.all": N_("all"),
        "tip.samples.temperature": N_(
            "Below 1 the likely tokens become likelier; 0 always takes the likeliest"
        ),
        "tip.samples.top_k": N_("Draw from the k likeliest tokens only"),
        "tip.samples.top_p": N_(
            "Draw from the likeliest tokens that have this share of the probability together"
        ),
        "action.sample-again": N_("Another"),
        "tip.sample-again": N_("Draw another continuation"),
        "rows.words": N_(
            "Rows of the validation set. Under each answer: blue is right, orange is wrong."
        ),
        "rows.should": N_("should be {token}"),
        "rows.right": N_("right"),
        "rows.wrong": N_("wrong"),
        # Curves
        "action.by-seconds": N_("Seconds"),
        "tip.by-seconds": N_(
            "Draw the curves over the processor time that each model has had, not over updates"
        ),
        "curves.seconds": N_("seconds of one processor core"),
        "reference.uniform": N_("knows nothing"),
        "reference.unigram": N_("knows how often"),
        "reference.bigram": N_("knows the token before"),
    }
)
