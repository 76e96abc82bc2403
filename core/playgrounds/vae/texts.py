"""The browser component's texts for the VAE's panels. See core/live/texts.py."""

from __future__ import annotations

from core.i18n import N_

TEXTS: dict[str, str] = {
    "value.nats": N_("{value} nats"),
    # The latent space
    "latent.label": N_(
        "Latent space. The arrow keys move the cursor, a click pins it, Escape lets it go."
    ),
    "latent.lens": N_("What the decoder makes of the cursor's place"),
    "latent.legend": N_("Marks of the classes: {names}"),
    "latent.class": N_("The class for which is decoded"),
    "latent.axis_across": N_("What the axis across shows"),
    "latent.axis_up": N_("What the axis upwards shows"),
    "latent.zoom": N_("How far around the prior's middle the picture reaches"),
    "latent.reach": N_("±{box}"),
    "latent.projection": N_("automatic"),
    "latent.read": N_("At ({x}, {y}). A click pins it."),
    "latent.read_pinned": N_("Pinned at ({x}, {y}). Escape lets go."),
    "latent.read_outside": N_("At ({x}, {y}). Images outside: {outside}."),
    "latent.read_line": N_("At z₁ = {x}. Each line is a class."),
    "latent.no_posterior": N_(
        "An autoencoder has no posteriors and no prior: each image is a point, and nothing keeps them"
        " together."
    ),
    "axis.direction": N_("direction {number} of {of}"),
    "action.ellipses": N_("posteriors"),
    "tip.ellipses": N_(
        "One standard deviation of q(z|x) around some of the images. Dashed: the prior at 1σ and 2σ"
    ),
    "action.underlay": N_("images"),
    "tip.underlay": N_("Lay what the decoder makes of every place under the marks"),
    # The decode grid
    "decode.label": N_(
        "What the decoder makes of every place. The arrow keys move the cursor, a click pins it."
    ),
    "decode.spacing": N_("How the places are chosen"),
    "spacing.even": N_("even steps"),
    "spacing.quantile": N_("prior's shares"),
    "tip.spacing": N_(
        "Even steps show the plane as the scatter does; in the prior's shares every cell is equally"
        " likely to be drawn"
    ),
    "decode.even": N_("The same plane, decoded in even steps."),
    "decode.quantile": N_("Each cell is equally likely under the prior."),
    # Sliders
    "sliders.image": N_("The image that the decoder makes of all sliders together"),
    "sliders.dim": N_("Latent dimension {name}"),
    "sliders.from": N_("Take the code of a test image:"),
    "action.sliders-random": N_("Draw"),
    "tip.sliders-random": N_("Draw every dimension from the prior"),
    "action.sliders-reset": N_("Zero"),
    "tip.sliders-reset": N_("Put every slider back to 0, the middle of the prior"),
    "gallery.image": N_("Test image {number}"),
    "gallery.image_of": N_("Test image {number}, class {name}"),
    # Interpolation
    "interpolation.label": N_("Nine images on the way from the first test image to the second"),
    "interpolation.path": N_("The way from one to the other"),
    "path.linear": N_("straight"),
    "path.spherical": N_("spherical"),
    "tip.path": N_(
        "Straight leads through the middle, where the prior has little mass if there are many"
        " dimensions; spherical goes around it"
    ),
    "interpolation.hint": N_("Choose two images:"),
    "interpolation.which": N_("Which end the next click sets"),
    "interpolation.gallery": N_("Test images to choose from"),
    "interpolation.end0": N_("From"),
    "interpolation.end1": N_("To"),
    "interpolation.badge0": N_("A"),
    "interpolation.badge1": N_("B"),
    "action.save-gif": N_("Save as GIF"),
    "tip.save-gif": N_("Save the way there and back as an animated picture"),
    "film.making": N_("The film is being made …"),
    "film.saved": N_("{name} was saved: {frames} frames."),
    "film.lost": N_("The film did not arrive: the connection was lost. Try again."),
    # Reconstructions
    "rec.original": N_("image"),
    "rec.mean": N_("rebuilt"),
    "rec.error": N_("error"),
    "rec.nats": N_("nats"),
    "rec.original.label": N_("Test images as they are"),
    "rec.mean.label": N_("What the decoder makes of each image's mean code"),
    "rec.error.label": N_("The difference of both, pixel by pixel; white is the largest"),
    "rec.nats.label": N_("Reconstruction of each image in nats: {values}"),
    "tip.rec.nats": N_("−log p(x|z) of each image: what it costs once its code is known"),
    # Dimensions
    "dims.active": N_("active: {count} of {of}"),
    "dims.label": N_(
        "KL per latent dimension in nats, test images. Active: {count} of {of}. {values}"
    ),
    "tip.dims.active": N_(
        "Full bars: the mean of q(z|x) moves with the image, its variance is above {threshold}."
        " Hollow bars carry nothing: they are the prior's noise"
    ),
    # Aggregate posterior
    "aggregate.codes": N_("codes"),
    "aggregate.prior": N_("prior"),
    "aggregate.axis": N_(
        "Where a dimension's codes fill the prior's bell, new images can be drawn from it."
    ),
    "aggregate.label": N_(
        "Histograms of the aggregate posterior and the prior from {from} to {to}, dimensions: {dims}"
    ),
    # Traversals
    "traversals.label": N_("One dimension moved in each row, the others at rest."),
    "traversals.from": N_("Where the other dimensions rest"),
    "traversals.prior": N_("from the middle"),
    "traversals.image": N_("from the chosen image"),
    "tip.traversals.from": N_(
        "The dimensions that do not move are 0, or those of the image chosen in the trick"
    ),
    "traversals.hint": N_("Rows are ordered by KL: the dimensions that carry most come first."),
    "traversals.hint_factors": N_(
        "Beside each row: the factor that the dimension knows best, and what share of it."
    ),
    "traversals.row": N_("{dim} moved, {nats} {factor}"),
    "traversals.factor": N_("{name} {score} %"),
    # Disentanglement
    "mig.label": N_("Mutual information of each factor with each latent dimension"),
    "mig.score": N_("Mutual information gap: {value}"),
    "mig.words": N_(
        "Per cent of a factor's entropy that a dimension tells. The gap is between the two"
        " best of a row, averaged over the rows (Chen et al. 2018, arXiv:1802.04942)."
    ),
    # The reparameterisation trick
    "trick.caption": N_("The numbers of each latent dimension"),
    "trick.x": N_("The image x"),
    "trick.out": N_("The image that the decoder makes of z"),
    "trick.who": N_("x: test image {number}. The encoder says where it lies and how surely:"),
    "trick.who_class": N_(
        "x: test image {number}, class {name}. The encoder says where it lies and how surely:"
    ),
    "trick.who_training": N_("x: the first image of this minibatch"),
    "trick.out.words": N_("The decoder makes this of z."),
    "trick.more": N_("The {count} dimensions with the largest KL, of {of}."),
    "trick.sum": N_(
        "The decoder makes this of z. It costs {reconstruction} nats, the code {kl}: ELBO {elbo} with this ε"
    ),
    "trick.autoencoder": N_(
        "An autoencoder draws nothing: z is what the encoder says, and no KL is paid for it."
    ),
    "trick.choose": N_("Choose another image"),
    "trick.term.mu": N_("μ"),
    "trick.term.sigma": N_("+ σ"),
    "trick.term.eps": N_("· ε"),
    "trick.term.z": N_("= z"),
    "trick.term.kl": N_("KL"),
    "tip.trick.mu": N_("Mean of q(z|x): where the encoder puts the image"),
    "tip.trick.sigma": N_("Standard deviation of q(z|x): how far around it the code may lie"),
    "tip.trick.eps": N_("A standard normal random number: all the chance there is"),
    "tip.trick.z": N_(
        "z = μ + σ · ε: the chance comes from outside, so that gradients reach μ and σ"
    ),
    "tip.trick.kl": N_("−½ (1 + log σ² − μ² − σ²): this dimension's KL in nats"),
    "action.another-draw": N_("Another ε"),
    "tip.another-draw": N_("Draw other noise for the same image"),
    "action.follow-cursor": N_("follow"),
    "tip.follow-cursor": N_("Tell the story of the test image that is nearest to the cursor"),
    "tip.slow-step": N_("Walk through one step on a minibatch, stage by stage, with its numbers"),
    # Slow motion
    "story.input": N_("A minibatch"),
    "story.input.words": N_("{batch} training images are taken. The table follows the first."),
    "story.encode": N_("Encode"),
    "story.encode.words": N_(
        "The encoder gives each image a mean μ and a deviation σ per dimension, not a point."
    ),
    "story.sample": N_("Sample"),
    "story.sample.words": N_(
        "Noise ε is drawn outside the network, and z = μ + σ · ε: so gradients can pass to μ and σ."
    ),
    "story.decode": N_("Decode"),
    "story.decode.words": N_("The decoder turns each z back into an image."),
    "story.loss": N_("Loss"),
    "story.loss.words": N_(
        "Reconstruction costs {reconstruction} nats per image, the KL {kl}; with its weight the loss"
        " is {loss}."
    ),
    "story.gradients": N_("Gradients"),
    "story.gradients.words": N_(
        "Backwards through decoder, z = μ + σ · ε and encoder: a gradient of length {norm}."
    ),
    "story.update": N_("Update"),
    "story.update.words": N_("All {params} weights take a step. Together they moved by {moved}."),
    "story.update.large": N_("All {params} weights take a step against their gradient."),
    "story.array.mu": N_("μ"),
    "story.array.sigma": N_("σ"),
    "story.array.eps": N_("ε"),
    "story.array.z": N_("z"),
}
