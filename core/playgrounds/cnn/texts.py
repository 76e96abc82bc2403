"""The browser component's texts for the panels of the convolutional network. See core/live/texts.py."""

from __future__ import annotations

from core.i18n import N_
from core.playgrounds.cnn.texts_below import BELOW

TEXTS: dict[str, str] = BELOW | {
    # The feature maps
    "maps.label": N_(
        "Feature maps, layer by layer. The arrow keys go from map to map; the one chosen is taken apart."
    ),
    "maps.image": N_("image"),
    "maps.of": N_("{shown} of {of}"),
    "maps.who": N_("test image {number}: {label}"),
    "maps.drawn": N_("drawn by hand"),
    "maps.said": N_("The network says {said}, {share} %. True is {label}."),
    "maps.said_drawn": N_("The network says {said}, {share} %."),
    "maps.point": N_("{layer}, number {channel}. A click takes it apart."),
    "maps.chosen": N_("{layer}, number {channel}, is taken apart."),
    "maps.frozen": N_("Frozen after the source: {names}"),
    "maps.rate": N_("{rate} images/s"),
    "tip.images_per_s": N_("Training images learned from per second, just now"),
    "action.image-before": N_("The test image before"),
    "tip.image-before": N_("The test image before"),
    "action.image-next": N_("The next test image"),
    "tip.image-next": N_("The next test image"),
    # Confusions
    "confusion.label": N_(
        "Confusion matrix of the measured test images. The arrow keys go from cell to cell."
    ),
    "confusion.said": N_("{count} test images · rows: true · columns: said · %: told right"),
    "confusion.cell": N_("{count} of class {actual} were taken for {said}."),
    # Taken apart
    "apart.in": N_("What the layer reads. Click, drag or use the arrow keys to move the window."),
    "apart.out": N_("The map. Click, drag or use the arrow keys to choose one number of it."),
    "apart.map": N_("map {channel}"),
    "apart.image": N_("image"),
    "apart.title": N_("{layer}: map {channel}, row {y}, column {x}"),
    "apart.title_row": N_("{layer}: number {channel}"),
    "apart.title_class": N_("Output: class {name}"),
    "apart.input": N_("input"),
    "apart.value": N_("value"),
    "apart.weight": N_("weight"),
    "apart.product": N_("product"),
    "apart.class": N_("class"),
    "apart.share": N_("eᶻ / {sum}"),
    "tip.term": N_("Take this input apart, where it was made"),
    "apart.sum.conv": N_(
        "z = {parts} + {rest} (all other maps) + {bias} (bias) = {z}; {activation} makes {out} of it."
    ),
    "apart.sum.conv_bn": N_(
        "Sum = {parts} + {rest} (all other maps) = {sum}. Normalised: z = {gamma} · ({sum} − {mean}) /"
        " {deviation} + {beta} = {z}; {activation} makes {out} of it."
    ),
    "apart.sum.dense": N_(
        "z = the products below + {rest} (all others) + {bias} (bias) = {z}; {activation} makes {out} of it."
    ),
    "apart.sum.dense_bn": N_(
        "Sum = the products below + {rest} (all others) = {sum}. Normalised: z = {gamma} · ({sum} − {mean})"
        " / {deviation} + {beta} = {z}; {activation} makes {out} of it."
    ),
    "apart.sum.output": N_(
        "z = the products below + {rest} (all others) + {bias} (bias) = {z}. The softmax makes"
        " probabilities of all z."
    ),
    "apart.sum.pool": N_("The largest number in the window: {out}."),
    "apart.sum.avgpool": N_("The mean of the window: {out}."),
    "apart.sum.flatten": N_(
        "Number {channel} is row {y}, column {x} of map {map}: {out}. The maps stand one behind the other,"
        " each row by row: {channel} = {before} · {h} · {w} + {above} · {w} + {x}."
    ),
    "apart.sum.gap": N_("The mean of the whole map: {out}."),
    "apart.sum.res": N_(
        "z = {sum} (two convolutions) + {rest} (shortcut) = {z}; {activation} makes {out} of it."
    ),
    "apart.sum.dropout": N_("When the network only answers, every number passes: {out}."),
    # What decides
    "why.method": N_("How it is asked"),
    "why.target": N_("Evidence for which class"),
    "why.said": N_("what is said"),
    "why.gradcam": N_("Grad-CAM"),
    "why.occlusion": N_("Occlusion"),
    "why.gradient": N_("Gradient"),
    "why.fgsm": N_("Fool it (FGSM)"),
    "why.strength": N_("Strength ε"),
    "why.image": N_("what the network gets"),
    "why.map": N_("where the evidence is"),
    "why.none": N_("This network has no maps for Grad-CAM."),
    "why.empty": N_("nothing here speaks for the class by this measure"),
    "why.caption.gradcam": N_("orange: here the last maps speak for the class"),
    "why.caption.occlusion": N_("orange: the class loses probability where this is covered"),
    "why.caption.gradient": N_("orange: brighter pixels would raise the evidence, blue: lower it"),
    "why.caption.fgsm": N_("what was added: every pixel by ε, up or down"),
    "why.words": N_("Evidence for {name}, which has {share} %."),
    "why.fooled": N_("Before: {before}, {sure} %. With this noise: {after}, {surer} %."),
    # Drawing
    "draw.label": N_("A sheet to draw on. Arrow keys draw, with Shift they only move."),
    "draw.words": N_(
        "Draw large and in the middle, as in the training images; the maps follow every stroke."
    ),
    "action.draw-clear": N_("Clear"),
    "tip.draw-clear": N_("Wipe the sheet and go back to the test image"),
    "action.draw-centre": N_("Centre"),
    "tip.draw-centre": N_("Move the drawing to the middle, as the training images have it"),
    # Below the stage
    "filters.words": N_(
        "{count} kernels; blue is negative, orange positive, the strongest colour ±{scale}. Of colour"
        " images: the kernel as a colour."
    ),
    "errors.words": N_(
        "Of {count} measured test images, the surest mistakes. A click looks at one."
    ),
    "errors.none": N_("None of {count} measured test images is told wrong."),
    "errors.one": N_("{actual}, taken for {said}, {share} %"),
    "augmented.words": N_(
        "Framed: the training image. Beside it: what training may get in its place."
    ),
    "gradients.y": N_("length"),
    "gradients.words": N_("Smallest beside its weights: {layer}, gradient / weights = {ratio}."),
    "calibration.x": N_("confidence"),
    "calibration.y": N_("share right"),
    "calibration.words": N_(
        "Expected calibration error {ece} % of {count} measured test images. Bars: the share that is right;"
        " orange: the confidence. Bars below the diagonal are too sure."
    ),
    "ensemble.one": N_("network {number}"),
    "ensemble.together": N_("together"),
    "ensemble.none": N_(
        "One network alone. Set Ensemble, under Transfer and ensemble, to 2 or more: networks that begin"
        " with other weights make other mistakes."
    ),
    "ensemble.words": N_(
        "Test images told right: {together} % by the mean of the probabilities, {mean} % by each alone on"
        " average, {best} % by the best of them. Network 1 is the one shown."
    ),
    # The table of layers
    "layers.words": N_(
        "{parameters} parameters, {products} multiply-adds per image. Learned from: {train} images,"
        " validation {validation}, test {test}."
    ),
    "layers.words_note": N_(
        "{parameters} parameters, {products} multiply-adds per image. Learned from: {train} images,"
        " validation {validation}, test {test}. {note}"
    ),
    "layers.measured": N_(
        "While it trains the first {some} test images are measured again and again, all {test} after an epoch"
        " and at the end of a run on the command line; of validation images up to {validation}, of training"
        " images {train}."
    ),
    "layers.still": N_("frozen"),
    "layers.frozen": N_(
        "Frozen once the source is learned: {names}. The layers after these are fine-tuned."
    ),
    "layers.tuned": N_("No layer is frozen: once the source is learned, all are fine-tuned."),
    "layers.image": N_("image"),
    "layers.layer": N_("layer"),
    "layers.shape": N_("output"),
    "layers.parameters": N_("parameters"),
    "layers.field": N_("receptive field"),
    "layers.products": N_("multiply-adds"),
    "tip.layers.layer": N_("As it is written under Layers; the last comes by itself"),
    "tip.layers.shape": N_("Channels × rows × columns, or how many numbers"),
    "tip.layers.parameters": N_("Weights, biases, and γ and β of the normalisation"),
    "tip.layers.field": N_("The side of the square of pixels that one number has seen"),
    "tip.layers.products": N_("Products of a weight and a number, for one image"),
}
