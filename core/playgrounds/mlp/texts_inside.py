"""The browser component's texts for what /mlp shows of a network's inside. See core/live/texts.py."""

from __future__ import annotations

from core.i18n import N_

TEXTS: dict[str, str] = {
    # Marks on the drawing, and sentences
    "unit.dead": N_("{name}, dead: it answers the same to every training point"),
    "unit.saturated": N_("{name}, saturated: at its limit for nearly every training point"),
    "sign.dead": N_(
        "{count} of {size} units of layer {layer} are dead: they answer the same to every training point."
    ),
    "sign.dead.one": N_(
        "1 of {size} units of layer {layer} is dead: it answers the same to every training point."
    ),
    "sign.dead.all": N_(
        "All units of layer {layer} are dead: whatever the point, the next layer is told the same."
    ),
    "sign.saturated": N_(
        "{count} of {size} units of layer {layer} are saturated: at their limit, where the slope is nearly 0,"
        " for 95 % of the training points or more."
    ),
    "sign.saturated.one": N_(
        "1 of {size} units of layer {layer} is saturated: at its limit, where the slope is nearly 0, "
        "for 95 % of the training points or more."
    ),
    "sign.saturated.all": N_(
        "All units of layer {layer} are saturated: at their limit, where the slope is nearly 0, "
        "for 95 % of the training points or more."
    ),
    "sign.faint": N_(
        "Layer {layer}'s gradient is 1/{times} of layer {other}'s: it hardly learns while that one does."
    ),
    "sign.none": N_("No gradient reaches layer {layer}: it learns nothing."),
    "sign.small": N_(
        "Updates of layer {layer} are 1/{times} of its weights: the learning rate is small."
    ),
    "sign.large": N_(
        "Updates of layer {layer} are {times} % of its weights: the learning rate is large."
    ),
    "layers.quiet": N_("No sign of trouble in any layer."),
    # The table
    "layers.layer": N_("layer"),
    "layers.hidden": N_("{layer}: {activation}"),
    "layers.output": N_("{layer}: output"),
    "layers.output_short": N_("Output"),
    "layers.gradient": N_("gradient"),
    "layers.signal": N_("of one point"),
    "layers.update": N_("update / weights"),
    "layers.rank": N_("effective rank"),
    "layers.dead": N_("dead"),
    "layers.saturated": N_("saturated"),
    "layers.ratio": N_("1/{times}"),
    "tip.layers.gradient": N_(
        "The norm of the loss's gradient in this layer's weights and biases, over all training points"
    ),
    "tip.layers.signal": N_(
        "The norm of one point's own gradient: root mean square over the points, which do not cancel here"
    ),
    "tip.layers.update": N_(
        "How far the optimiser moves the weights for the newest minibatch, as a share of their norm;"
        " about 1/1000 is usual"
    ),
    "tip.layers.rank": N_(
        "In how many directions the layer's answers spread (Roy & Vetterli 2007), of as many as it has units"
    ),
    "tip.layers.dead": N_("Units that answer the same to every training point"),
    "tip.layers.saturated": N_(
        "Units within 1/100 of a limit of tanh or sigmoid for 95 % of the training points"
    ),
    # Histograms
    "histogram.label": N_("What the histograms show"),
    "histogram.activations": N_("Activations"),
    "histogram.gradients": N_("Gradients |dL/dz|, powers of ten"),
    "histogram.weights": N_("Weights"),
    "histogram.range": N_("steps {from} to {to}, the newest in front"),
    "histogram.words": N_(
        "Heights are square roots of shares, so that few values show too. Older ridges stand behind."
    ),
    "histogram.aria": N_("{kind}: histograms of {layers} layers, {ridges} over time"),
    # The layer space
    "space.by": N_("What is shown of a layer"),
    "tip.space-by": N_("The plane in which the points spread most, or two neurons of your choice"),
    "space.by.components": N_("Principal components"),
    "space.by.neurons": N_("Two neurons"),
    "space.x": N_("Neuron to the right"),
    "space.y": N_("Neuron upwards"),
    "space.component0": N_("1st component"),
    "space.component1": N_("2nd component"),
    "space.slider": N_("From layer to layer"),
    "tip.space-play": N_("Play: from layer to layer"),
    "tip.space-pause": N_("Stop here"),
    "space.inputs": N_("Inputs"),
    "space.layer": N_("Layer {layer}"),
    "space.between": N_("{from} → {to}, {share} %"),
    "space.said.whole": N_("All that this layer has: its one or two numbers for each point."),
    "space.said.components": N_(
        "The plane in which the points spread most: {share} % of their variance. It turns as little as it can"
        " while the network learns."
    ),
    "space.said.neurons": N_("Two of this layer's neurons: {share} % of the points' variance."),
    "space.boundary": N_(
        "The straight line: here the output changes its mind. What is not in the picture stands at its mean."
    ),
    "space.label": N_("{count} points as the network sees them. {where}"),
    # Batch normalisation and residual connections
    "inside.normalised": N_("Hidden layers are batch-normalised."),
    "inside.skip.one": N_("Arc: layer {layers} adds what it is fed to its answer."),
    "inside.skip": N_("Arcs: layers {layers} add what they are fed to their answers."),
    "inside.no_skip": N_(
        "No hidden layer is as wide as the hidden layer before it: there is no residual connection."
    ),
    "card.scale": N_("Scale γ, by which what is normalised is multiplied"),
    "card.shift": N_("Shift β, added after the normalisation"),
    "card.normal": N_(
        "γ · (z − mean) / deviation + β, with the running mean and deviation: while it learns, each "
        "minibatch's own take their place"
    ),
    "card.skip": N_("Residual connection: what {name} answers is added"),
    "story.forward.normalised": N_(
        "Layer {layer} adds up what comes in, times its weights, normalises the sum over the minibatch and "
        "bends it. {name}: z = {z}, y = {y}, answer {a}."
    ),
    "story.backward.normalised": N_(
        "Layer {layer} is told its share of the mistake, less what normalising takes away: what the "
        "minibatch's points have in common. {name}: dL/dz = {delta} for this point. Over the minibatch, the "
        "gradient of its weight from {from} is {gradient}; the layer's norm is {norm}."
    ),
    "story.backward.skip": N_(
        "Layer {layer} is told its share of the mistake along the same weights and, unchanged, along the "
        "residual connection. {name}: dL/dz = {delta} for this point. Over the minibatch, the gradient of "
        "its weight from {from} is {gradient}; the layer's norm is {norm}."
    ),
    # Slow motion
    "action.story-point": N_("Other point"),
    "tip.story-point": N_("Follow another point of this minibatch"),
    "story.class": N_("{name} (written as {target})"),
    "story.array.delta": N_("dL/dz"),
    "story.minibatch": N_("The minibatch"),
    "story.minibatch.words": N_(
        "{batch} points are drawn. Followed here is number {point}: {inputs}; its target is {target}."
    ),
    "story.forward": N_("Forwards"),
    "story.forward.words": N_(
        "Layer {layer} adds up what comes in, times its weights, and bends the sum. {name}: z = {z},"
        " answer {a}."
    ),
    "story.forward.output": N_(
        "The output adds up what comes in, times its weights: z = {z}, answer {a}."
    ),
    "story.loss": N_("The loss"),
    "story.loss.words": N_(
        "The answer is {a}, the target {target}. Over the {batch} points the mean loss is {loss}; from this"
        " point the output is told dL/dz = {delta}."
    ),
    "story.backward": N_("Backwards"),
    "story.backward.words": N_(
        "Layer {layer} is told its share of the mistake along the same weights. {name}: dL/dz = {delta} for"
        " this point. Over the minibatch, the gradient of its weight from {from} is {gradient}; the"
        " layer's norm is {norm}."
    ),
    "story.backward.output": N_(
        "The way back begins at the output: dL/dz = {delta} for this point. Over the minibatch, the gradient"
        " of its weight from {from} is {gradient}; the layer's norm is {norm}."
    ),
    "story.update": N_("The update"),
    "story.update.words": N_(
        "The optimiser moves all weights, by {moved} together. {name}: its weight from {from} had the"
        " gradient {gradient} and goes from {old} to {new}."
    ),
}
