"""The browser component's texts for what stands below the stage of /cnn."""

from __future__ import annotations

from core.i18n import N_

BELOW: dict[str, str] = {
    # Embedding
    "embedding.label": N_(
        "{count} test images as the last hidden layer sees them. The arrow keys go from point to point,"
        " Enter shows the point's image in the maps."
    ),
    "embedding.legend": N_("The colours of the classes"),
    "embedding.x": N_("1st component"),
    "embedding.y": N_("2nd component"),
    "embedding.none": N_("Point at an image, or use the arrow keys; a click shows it in the maps."),
    "embedding.right": N_("Test image {number}: {actual}"),
    "embedding.wrong": N_("Test image {number}: {actual}, taken for {said}"),
    "embedding.words": N_(
        "{count} test images in the plane in which the last hidden layer spreads them most, with {share} % of"
        " their variance; it turns as little as it can. Discs are told right, diamonds wrong."
    ),
    "action.tsne": N_("t-SNE"),
    "tip.tsne": N_(
        "Lay these images out anew, so that neighbours among the layer's numbers are neighbours here: of the"
        " network as it is now, worked out beside the training"
    ),
    "action.tsne-cancel": N_("Cancel"),
    "tip.tsne-cancel": N_("Give the t-SNE up"),
    "action.tsne-plane": N_("Plane"),
    "tip.tsne-plane": N_(
        "Back to the plane in which the images spread most, which follows the training"
    ),
    "tsne.perplexity": N_("Perplexity"),
    "tsne.perplexity_of": N_("perplexity {n}"),
    "tip.tsne-perplexity": N_(
        "Perplexity: about how many neighbours of each image count in the t-SNE"
    ),
    "tsne.progress": N_("How far the t-SNE is"),
    "tsne.x": N_("t-SNE 1"),
    "tsne.y": N_("t-SNE 2"),
    "tsne.begun": N_("The t-SNE is asked for."),
    "tsne.waiting": N_("t-SNE of step {step}: waiting for those of others on this server."),
    "tsne.loading": N_("t-SNE of step {step}: scikit-learn is being loaded."),
    "tsne.working": N_("t-SNE of step {step}: {done} of {of} iterations."),
    "tsne.done": N_(
        "{count} test images at step {step}: t-SNE with perplexity {perplexity}, divergence {kl} nats."
        " Neighbours belong together; how large groups are, and how far apart, tells little. Discs were told"
        " right, diamonds wrong."
    ),
    "tsne.failed": N_(
        "The t-SNE came to nothing: these features can't be laid out. Try it at another step."
    ),
    "tsne.cancelled": N_("The t-SNE was cancelled."),
    "tsne.same": N_("No t-SNE: the last hidden layer gives all images the same numbers."),
    "tsne.late": N_("The t-SNE was given up after two minutes: this server is too busy."),
    # What maximises a unit
    "maximised.unit": N_("Which unit"),
    "maximised.map": N_("the map chosen above"),
    "maximised.class": N_("class {name}"),
    "action.maximised-again": N_("Other noise"),
    "tip.maximised-again": N_("Begin again from other noise: is it the same image?"),
    "maximised.progress": N_("How far the image has grown"),
    "maximised.said.maps": N_(
        "{layer}, map {channel}: its mean in front of the activation was {first} for noise and is {value}"
        " after {steps} steps."
    ),
    "maximised.said.row": N_(
        "{layer}, number {channel}: in front of the activation it was {first} for noise and is {value} after"
        " {steps} steps."
    ),
    "maximised.said.output": N_(
        "Class {name}: the evidence was {first} for noise and is {value} after {steps} steps."
    ),
    "maximised.still": N_("Nothing in the image changes what this unit answers."),
    "maximised.label.maps": N_("The image that map {channel} of {layer} answers to most"),
    "maximised.label.row": N_("The image that number {channel} of {layer} answers to most"),
    "maximised.label.output": N_("The image that the network takes for class {name} most surely"),
    "maximised.how": N_(
        "Noise is moved up the gradient, with a little blur and a small shift at each step. While the network"
        " learns, the image follows."
    ),
    # A convolution to play with
    "toy.n": N_("input size"),
    "toy.k": N_("kernel size"),
    "toy.s": N_("stride"),
    "toy.p": N_("padding"),
    "toy.d": N_("dilation"),
    "toy.input": N_("input"),
    "toy.kernel": N_("kernel"),
    "toy.output": N_("output"),
    "toy.formula": N_("Output side: ⌊({n} + 2 · {p} − {d} · ({k} − 1) − 1) / {s}⌋ + 1 = {out}"),
    "toy.unread": N_(
        "Output side: ⌊({n} + 2 · {p} − {d} · ({k} − 1) − 1) / {s}⌋ + 1 = {out}. No window reaches the"
        " outermost rows below and columns on the right, {rest} of each."
    ),
    "toy.none": N_(
        "The kernel spans {d} · ({k} − 1) + 1 = {span} cells, the input with its padding has only {room}:"
        " choose a smaller kernel or dilation, or a larger input or padding."
    ),
    "toy.sum": N_(
        "Row {y}, column {x}: {count} products add up to {value}. Of them {outside} are with padding."
    ),
    "toy.label": N_(
        "A kernel of side {k} on an input of side {n} with padding {p}; the output has side {out}. The arrow"
        " keys move the window. Row {y}, column {x}: {count} products add up to {value}. Of them {outside}"
        " are with padding."
    ),
    "toy.key": N_(
        "Hatched: padding, zeros around the input. The thick frame is the window; its coloured cells are"
        " multiplied by the kernel's weights, blue −1 and orange +1. Point at a cell, or use the arrow keys."
    ),
    "tip.toy-play": N_("Move the window over the whole input"),
    "tip.toy-pause": N_("Let the window rest"),
}
