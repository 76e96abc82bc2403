"""What is said of a model at its present loss, of its size, and of the networks that add.

Which sentence holds, looks.js decides. Its borders for texts were measured by what the preset `shakespeare`
(seed 0) writes: so many of the words of four letters and more, in 1,600 characters, occur in the text.

    loss in nats                  2.98  2.63  2.52  2.39  2.30  2.18  2.09  2.00  1.95
    loss / loss of pairs          1.19  1.05  1.01  0.96  0.92  0.87  0.84  0.80  0.78
    real words                     1 %   5 %   2 %   5 %   7 %   8 %  11 %  31 %  25 %
    an LSTM on German, likewise    0 %   0 %   0 %   0 %   4 %   2 %   4 %  11 %

`shakespeare-lstm`, over a longer schedule, on 320 characters: 37 % at 1.85, 43 % at 1.80, 36 % at 1.77.

With `overfit`, of pieces of 12 characters so many are copied: 1 % at a training loss of 1.06, 11 % at 0.33,
30 % at 0.21, 63 % at 0.13. Of the wrong sums of `addition`, 6 to 9 of 64 are wrong by carries alone at first,
later 32 of 40, 19 of 20, 7 of 7.
"""

from __future__ import annotations

from core.i18n import N_

LOOKS: dict[str, str] = {
    "looks.nats": N_("{value} nats"),
    "looks.bits": N_("{value} bits"),
    "looks.random": N_(
        "At {loss} per character: signs at random. It does not know yet how frequent each of them is."
    ),
    "looks.letters": N_(
        "At {loss} per character: frequent letters come often, spaces about a word apart. No word is real."
    ),
    "looks.pairs": N_(
        "At {loss} per character: it knows which letter follows which. It can be pronounced, and is no"
        " English."
    ),
    "looks.syllables": N_(
        "At {loss} per character: syllables and short words. Of words of four letters and more, one in"
        " twelve is real."
    ),
    "looks.words": N_(
        "At {loss} per character: short words, speakers and lines. Of words of four letters and more, about"
        " a quarter is real."
    ),
    "looks.lines": N_(
        "At {loss} per character: lines, speakers, short words. Of words of four letters and more, about"
        " four in ten are real; sense has none."
    ),
    "looks.letters_own": N_(
        "At {loss} per character: frequent characters come often, in any order."
    ),
    "looks.pairs_own": N_(
        "At {loss} per character: it knows about as much as which character follows which. Longer pieces"
        " are chance."
    ),
    "looks.syllables_own": N_(
        "At {loss} per character: pieces of three and four characters are right, longer words hardly ever."
    ),
    "looks.words_own": N_(
        "At {loss} per character: what is short and frequent is right. Most longer words are not real."
    ),
    "looks.lines_own": N_(
        "At {loss} per character, less than three quarters of the loss of who knows pairs: more and more"
        " longer pieces are right."
    ),
    "looks.overfit": N_(
        "It fits what it learns from better than what was kept apart: {train} per character there, {loss}"
        " here."
    ),
    "looks.heart": N_(
        "It knows its text by heart: {train} per character there, {loss} on what was kept apart. Much of"
        " what it writes is copied."
    ),
    "looks.blind": N_(
        "Without a mask a loss of {loss} says nothing: the answer is read. With nothing behind to read it"
        " is {blind}."
    ),
    "looks.open": N_("There is no mask: every place sees the answer that it is asked for."),
    "looks.shares": N_(
        "{symbols} % of the symbols of its answers are right, {exact} % of whole answers."
    ),
    "looks.solved": N_("Solved: {exact} % of the answers kept apart are right from end to end."),
    "looks.carries": N_(
        "Digits are added right, carries are not: of {tried} sums {wrong} are wrong, {carries} of them only"
        " by ones that were carried or not."
    ),
    "looks.known_pairs": N_(
        "Known by heart: what it learns from is right, of the pairs kept apart {exact} %. It has no rule"
        " yet."
    ),
    "looks.coin": N_("{symbols} % of the answers are right: no better than tossing a coin."),
    "looks.parts": N_(
        "{symbols} % of the symbols are right, but an answer counts only with all of them: {exact} %."
    ),
    # Losses in nats or bits, and what a model costs
    "action.bits": N_("Bits"),
    "tip.bits": N_("Tell losses in bits per token instead of nats: a bit is 0.693 nats"),
    "unit.nats": N_("nats per token"),
    "unit.bits": N_("bits per token"),
    "curves.cost": N_("{params} · {seconds} s"),
    "tip.curves.cost": N_(
        "{params} parameters; {seconds} s of one processor core until now. A click hides the curve"
    ),
    "action.equal-parameters": N_("Equal parameters"),
    "tip.equal-parameters": N_(
        "Set the width so that this model has as many parameters as the one before, as nearly as widths"
        " allow. The run starts anew"
    ),
    "equal.alone": N_("{params} parameters"),
    "equal.ask": N_("{model} {params}, {former} {count}"),
    "equal.done": N_("{model} {params}, {former} {count}: nearest width"),
    # The smallest network that adds
    "board.task": N_("Which sums"),
    "board.task.2_reversed": N_("2 digits, reversed"),
    "board.task.2_plain": N_("2 digits, plain"),
    "board.task.3_reversed": N_("3 digits, reversed"),
    "board.task.3_plain": N_("3 digits, plain"),
    "board.label": N_(
        "Every model that was trained, its parameters and the best share of sums it had right"
    ),
    "board.x": N_("thousands of parameters"),
    "board.y": N_("answers right"),
    "board.column.rank": N_("place"),
    "board.column.params": N_("parameters"),
    "board.column.exact": N_("best exact answers"),
    "board.column.model": N_("model"),
    "board.column.step": N_("after updates"),
    "board.attends": N_("Transformer: layers {layers}, width {width}, heads {heads}"),
    "board.rnn": N_("RNN: layers {layers}, width {width}"),
    "board.gru": N_("GRU: layers {layers}, width {width}"),
    "board.lstm": N_("LSTM: layers {layers}, width {width}"),
    "board.empty": N_(
        "Nothing here yet. Play: what this model gets right is entered by itself. Then make it smaller"
        " (layers, width, MLP width) and play again: which is the smallest with 99 % of the sums right?"
    ),
    "board.none": N_("None has 99 % of the sums right yet. Train on, or take another model."),
    "board.best": N_(
        "The smallest that adds has {params} parameters: {model}. Can a smaller one do it?"
    ),
    "action.board-forget": N_("Forget"),
    "tip.board-forget": N_(
        "Take all entries of these sums off the board, which this browser keeps"
    ),
    "action.board-undo": N_("Undo"),
    "tip.board-undo": N_("Bring back what was forgotten"),
}
