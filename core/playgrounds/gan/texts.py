"""The browser component's texts for the GAN's panels. See core/live/texts.py."""

from __future__ import annotations

from core.i18n import N_

TEXTS: dict[str, str] = {
    # The main picture and its layers
    "samples.label": N_(
        "Real and generated samples in the plane. Enter reads values with the arrow keys, Escape stops."
    ),
    "samples.layers": N_("Layers of the picture"),
    "picture.averaged": N_("averaged generator"),
    "layer.real": N_("real"),
    "layer.fake": N_("generated"),
    "layer.surface": N_("surface"),
    "layer.manifold": N_("grid"),
    "layer.arrows": N_("arrows"),
    "tip.layer.real": N_("Real samples; circles mark where a sample counts as a good one"),
    "tip.layer.fake": N_("What the generator makes of the same noise at every moment"),
    "tip.layer.surface": N_(
        "What the discriminator says at every point: blue is taken for real, orange for generated"
    ),
    "tip.layer.manifold": N_(
        "An even grid of noise as the generator bends it: where it is dark, samples are dense"
    ),
    "tip.layer.arrows": N_(
        "Where each generated sample would have to go to look more real: the gradient"
    ),
    "samples.hint": N_("Point at the picture to read it."),
    "samples.arrow_scale": N_("The longest arrow stands for a gradient of {value}."),
    "samples.read": N_("x₁ = {x1}, x₂ = {x2}"),
    "samples.read_surface": N_("x₁ = {x1}, x₂ = {x2}: D says {score}"),
    "samples.read_fake": N_("Generated sample at ({x1}, {x2}): D says {score}"),
    # Drawing a distribution
    "action.draw": N_("Draw"),
    "tip.draw": N_("Draw your own distribution"),
    "draw.title": N_("Draw your distribution"),
    "draw.label": N_(
        "Drawing sheet. Press and drag; with the keyboard, Enter shows a cross, the arrow keys move it,"
        " Enter sets a point."
    ),
    "draw.count": N_("{count} points. Press and drag to draw; up to {most} are used."),
    "draw.thinned": N_(
        "{count} points are more than fit into a link: {most} of them, evenly chosen, are used."
    ),
    "draw.too_few": N_("Draw at least two points."),
    "draw.one_spot": N_("All points lie on one spot: draw some elsewhere too."),
    "action.draw-clear": N_("Clear"),
    "tip.draw-clear": N_("Wipe the sheet"),
    "action.draw-cancel": N_("Cancel"),
    "tip.draw-cancel": N_("Leave the data as they are (Escape)"),
    "action.draw-use": N_("Use"),
    "tip.draw-use": N_("Let the generator learn this drawing"),
    # The data flow
    "flow.label": N_("Data flow from noise to losses, and the gradients' way back"),
    "flow.noise": N_("noise"),
    "flow.g": N_("G"),
    "flow.fake": N_("generated"),
    "flow.real": N_("real"),
    "flow.d": N_("D"),
    "flow.d_fake": N_("D(gen.)"),
    "flow.d_real": N_("D(real)"),
    "flow.g_loss": N_("G's loss"),
    "flow.d_loss": N_("D's loss"),
    "flow.g_gradient": N_("G's gradient"),
    "flow.d_gradient": N_("D's gradient"),
    "flow.params": N_("{count} weights"),
    "flow.weights": N_("‖θ‖ {value}"),
    "tip.flow.noise": N_("Random numbers: the raw material of every sample"),
    "tip.flow.g": N_("The generator makes samples from noise. Layers: {text}"),
    "tip.flow.fake": N_("Generated samples"),
    "tip.flow.real": N_("Samples of the data"),
    "tip.flow.d": N_("The discriminator says how real a sample looks. Layers: {text}"),
    "tip.flow.d_fake": N_("D's answers for generated samples; right is “real”"),
    "tip.flow.d_real": N_("D's answers for real samples; right is “real”"),
    "tip.flow.g_loss": N_("Small when D takes generated samples for real: {formula}"),
    "tip.flow.d_loss": N_("Small when D tells both apart: {formula}"),
    "tip.flow.g_gradient": N_(
        "Length of the gradient that reaches the generator, through the discriminator"
    ),
    "tip.flow.d_gradient": N_("Length of the discriminator's gradient"),
    "tip.flow.weights": N_(
        "Length of the vector of all its weights: what stands still is not learning"
    ),
    "action.step-d": N_("Only D"),
    "tip.step-d": N_("One update of the discriminator alone"),
    "action.step-g": N_("Only G"),
    "tip.step-g": N_("One update of the generator alone"),
    "action.step-both": N_("Both"),
    "tip.step-both": N_("One iteration: the discriminator, then the generator"),
    "tip.slow-motion": N_("Walk through one iteration, stage by stage, with its real numbers"),
    "story.noise": N_("Draw noise"),
    "story.noise.words": N_("{batch} times, random numbers are drawn: one set per sample."),
    "story.generate": N_("G generates"),
    "story.generate.words": N_("The generator turns each of the {batch} noises into a sample."),
    "story.judge": N_("D judges"),
    "story.judge.words": N_(
        "The discriminator sees real and generated samples. On average it says {d_real} to the real ones"
        " and {d_fake} to the generated ones."
    ),
    "story.d_loss": N_("D's loss"),
    "story.d_loss.words": N_("How wrong the discriminator was, in one number: {loss}."),
    "story.d_gradients": N_("D's gradients"),
    "story.d_gradients.words": N_(
        "Backwards through D: how the loss would change with each of its weights. This vector is {norm} long."
    ),
    "story.d_update": N_("Update D"),
    "story.d_update.words": N_(
        "Each of D's {params} weights takes a step against its gradient. Together they moved by {moved}."
        " The surface is a new one."
    ),
    "story.noise2": N_("New samples for G"),
    "story.noise2.words": N_(
        "Fresh noise, and the generator makes samples of it. The new D says {d_fake} on average."
    ),
    "story.g_loss": N_("G's loss"),
    "story.g_loss.words": N_("How far the generator is from fooling D: {loss}."),
    "story.g_gradients": N_("G's gradients"),
    "story.g_gradients.words": N_(
        "The arrows show where each sample should go to please D. Backwards through D and G they become"
        " a gradient of length {norm}."
    ),
    "story.g_update": N_("Update G"),
    "story.g_update.words": N_(
        "Each of G's {params} weights takes a step. Together they moved by {moved}, and the grid bends."
    ),
    "story.array.noise": N_("noise"),
    "story.array.fake": N_("generated"),
    "story.array.real": N_("real"),
    "story.array.d_real": N_("D(real)"),
    "story.array.d_fake": N_("D(generated)"),
    "story.array.arrows": N_("arrows"),
    # Images
    "grid.label": N_("Generated images, each from a noise of its own that never changes"),
    "grid.hint": N_("Each place is one noise, always the same."),
    "grid.hint_classes": N_("Each column is a class, each place one noise, always the same."),
    "grid.read": N_("Row {row}, column {column}: the same noise at every moment."),
    "strip.label": N_("Images from the first noise to the second, in even steps"),
    "strip.class": N_("Class"),
    "strip.end0": N_("First noise"),
    "strip.end1": N_("Second noise"),
    "strip.at": N_("{u} across, {v} up"),
    "tip.strip": N_("Drag the dot, or use the arrow keys: another noise"),
    "neighbours.fake": N_("generated"),
    "neighbours.real": N_("nearest training image"),
    "neighbours.usual": N_(
        "Training images are usually {value} from their nearest fellow; a copy is 0."
    ),
    # Signals
    "waves.label": N_("Real and generated signals, in six lanes"),
    "waves.hint": N_("Point at a curve to read it."),
    "waves.read": N_("t = {at}: real {real}, generated {fake}"),
    "axis.time": N_("time step"),
}
