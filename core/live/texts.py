"""Every text of the browser component, in one place: JavaScript has keys, no sentences.

`{name}` in braces is filled in by the browser. Each text is whole: none is assembled from pieces.
"""

from __future__ import annotations

from core.i18n import N_
from core.live.texts_ddpg import DDPG
from core.live.texts_gan import GAN
from core.live.texts_qlearning import QLEARNING
from core.live.texts_vae import VAE
from core.params import Translate

TEXTS: dict[str, str] = {
    "view.label": N_("Live view of the training"),
    "view.unreachable": N_(
        "The files of the live view have not arrived, so nothing moves here. Reload the page. If that does"
        " not help, tell whoever runs this server: a proxy in front of it must pass on everything below"
        " {path}, and where it serves the app below a path of its own, server.baseUrlPath must name"
        " that path."
    ),
    # The transport row: what a button is called, and what its tooltip says.
    "transport.label": N_("Controls of the run"),
    "action.play": N_("Play"),
    "action.pause": N_("Pause"),
    "action.step": N_("Step"),
    "action.epoch": N_("Epoch"),
    "action.reset": N_("Reset"),
    "action.new-seed": N_("New initial weights"),
    "action.undo": N_("Undo"),
    "action.reconnect": N_("Connect again"),
    "tip.play": N_("Play: train until you pause (Space)"),
    "tip.pause": N_("Pause (Space)"),
    "tip.step": N_("One step: one {unit} (→)"),
    "tip.epoch": N_("On to the end of this epoch: one pass over the training points (Shift + →)"),
    "tip.reset": N_("Back to step 0 with the same initial weights (R)"),
    "tip.new-seed": N_("Start again from other random initial weights"),
    "tip.undo": N_("Bring back the run as it was before the last change of its structure"),
    "tip.reconnect": N_("Connect to the running training again"),
    "gear.label": N_("Speed"),
    "gear.crawl": N_("Crawl"),
    "gear.slow": N_("Slow"),
    "gear.smooth": N_("Smooth"),
    "gear.flat": N_("Flat out"),
    "tip.gear.crawl": N_("One step a second, slow enough to talk over"),
    "tip.gear.slow": N_("Ten steps a second"),
    "tip.gear.smooth": N_("In time with the screen, so that movement looks smooth"),
    "tip.gear.flat": N_("As many steps as the processor manages"),
    # Pictures may be switched off
    "gear.undrawn": N_("Don't draw"),
    "tip.undrawn": N_(
        "Compute and send no pictures: the processor belongs to the training. Curves and numbers go on"
    ),
    "undrawn.words": N_(
        "Not drawn: training has the processor to itself. Curves and numbers go on."
    ),
    "key.play": N_("Space"),
    "key.step": N_("→"),
    "key.epoch": N_("Shift →"),
    "key.reset": N_("R"),
    "legend.play": N_("play, pause"),
    "legend.step": N_("step"),
    "legend.epoch": N_("epoch"),
    "legend.reset": N_("reset"),
    # Read-outs
    "metric.status": N_("state"),
    "metric.epoch": N_("epoch"),
    "metric.step": N_("step"),
    "metric.train_loss": N_("train loss"),
    "metric.test_loss": N_("test loss"),
    "metric.test_accuracy": N_("test accuracy"),
    "metric.test_r2": N_("test R²"),
    "metric.rate": N_("steps/s"),
    "metric.epoch_rate": N_("epochs/s"),
    "metric.device": N_("device"),
    "value.percent": N_("{value} %"),
    "device.cpu": N_("CPU"),
    "device.cuda": N_("CUDA"),
    "device.mps": N_("MPS"),
    "status.ready": N_("ready"),
    "status.running": N_("running"),
    "status.paused": N_("paused"),
    "status.diverged": N_("diverged"),
    "status.failed": N_("failed"),
    "status.finished": N_("finished"),
    # The connection
    "connection.reconnecting": N_("reconnecting …"),
    "connection.blocked": N_(
        "No live connection to the server could be opened, so nothing moves here; this page keeps trying."
        " Whoever runs the server: a proxy in front of it must pass WebSockets on (the headers Upgrade and"
        " Connection) below {path}, and where it serves the app below a path of its own,"
        " server.baseUrlPath must name that path."
    ),
    "connection.closed": N_("The connection to the training was closed."),
    "connection.4400": N_(
        "The server closed the connection: too many messages made no sense to it."
    ),
    "connection.4401": N_(
        "This page needs a cookie to recognise you. Allow cookies and reload it."
    ),
    "connection.4403": N_(
        "This run belongs to another visitor, so it cannot be watched from here."
    ),
    "connection.4421": N_(
        "The server knows this page under another address than {origin}, so it refused the live connection."
        " Whoever runs it: a proxy in front of it must pass the Host header on unchanged, or {origin} must"
        " stand in server.corsAllowedOrigins."
    ),
    "connection.4404": N_("This run has ended. A new one is being prepared."),
    "connection.1009": N_("The server closed the connection: a message was too long."),
    # The network drawing
    "network.inputs": N_("Inputs"),
    "network.output": N_("Output: {name}"),
    "network.layers": N_("Hidden layers: {count}"),
    "network.legend": N_(
        "Links show weights: blue negative, orange positive, the wider the larger."
    ),
    "network.link": N_("{from} → {to}: weight {value}"),
    "action.add-layer": N_("Add a hidden layer"),
    "action.remove-layer": N_("Remove the last hidden layer"),
    "action.add-neuron": N_("Add a neuron to layer {layer}"),
    "action.remove-neuron": N_("Remove a neuron from layer {layer}"),
    "tip.input_on": N_("{name} is not used. Click to feed it to the network."),
    "tip.input_off": N_("{name} feeds the network. Click to leave it out."),
    "tip.input_last": N_("{name} is the only input left: a network needs at least one."),
    "tip.bias": N_("{name}: bias {bias}. Click to change it."),
    "name.input": N_("Input {name}"),
    "name.hidden": N_("Layer {layer}, neuron {neuron}"),
    "name.output": N_("Output"),
    "name.output_class": N_("Output for class {name}"),
    "name.with_bias": N_("{name}, bias {bias}"),
    "activation.relu": N_("ReLU"),
    "activation.leaky_relu": N_("Leaky ReLU"),
    "activation.tanh": N_("Tanh"),
    "activation.sigmoid": N_("Sigmoid"),
    "activation.gelu": N_("GELU"),
    "activation.silu": N_("SiLU"),
    "activation.sine": N_("Sine"),
    "activation.linear": N_("Linear"),
    "activation.softmax": N_("Softmax"),
    # A neuron's card
    "card.weight": N_("Weight from: {name}"),
    "card.bias": N_("Bias"),
    "card.hint": N_("Type a value and press Enter. Escape closes this card."),
    "number.not_a_number": N_("{typed} is not a number, such as 0.5 or -1e-3. Kept: {kept}."),
    "number.two_ways": N_("{typed} can mean {one} or {other}: write one of these. Kept: {kept}."),
    "number.empty": N_("A number is missing here. Kept: {kept}."),
    "action.close-card": N_("Close"),
    "tip.close-card": N_("Close (Escape)"),
    # The map
    "map.label": N_(
        "Map of the answers over the plane. Enter reads values with the arrow keys, Escape stops."
    ),
    "map.title_of": N_("Answer of: {name}"),
    "map.hint": N_("Point at the map to read it."),
    "map.read_value": N_("x₁ = {x1}, x₂ = {x2}: {value}"),
    "map.read_class": N_("x₁ = {x1}, x₂ = {x2}: {name} ({share} %)"),
    "map.legend_scale": N_("Colours from {low} (blue) to {high} (orange)"),
    "map.legend_classes": N_("Colours of the classes; the paler, the less sure"),
    "action.discretize": N_("Discretise"),
    "tip.discretize": N_("Show only the decision, not how sure the network is"),
    "action.test-data": N_("Test points"),
    "tip.test-data": N_("Show the test points as diamonds; training points are discs"),
    "axis.x1": N_("x₁"),
    "axis.x2": N_("x₂"),
    # Charts
    "action.log": N_("Log"),
    "tip.log": N_("Logarithmic scale"),
    "smooth.label": N_("Smoothing"),
    "smooth.none": N_("as it is"),
    "smooth.points": N_("over {count}"),
    "tip.smooth": N_("Average over this many points; the raw curve stays visible, thin"),
    "chart.label": N_("{title}. Latest values: {values}."),
    "chart.unavailable": N_("The chart could not be loaded. Reload the page to try again."),
    "event.set": N_("Step {step}: {name} {old} → {new}"),
    "event.act": N_("Step {step}: {name} {old} → {new}"),
    "event.act_new": N_("Step {step}: {name} {new}"),
    "event.reset": N_("Step {step}: reset"),
    # The confusion matrix
    "matrix.label": N_(
        "Confusion matrix of the test points: rows are true classes, columns predictions"
    ),
    "matrix.predicted": N_("predicted"),
    "matrix.true": N_("true"),
    "matrix.none": N_("There are no classes here: the network predicts a number."),
    "matrix.cell": N_("{count} of {total} points of class {actual} were taken for {predicted}"),
}


def texts(translate: Translate) -> dict[str, str]:
    """All texts in one viewer's language."""
    every = TEXTS | GAN | VAE | QLEARNING | DDPG
    return {key: translate(text) for key, text in every.items()}
