"""The browser component's texts for the panels of /mlp. See core/live/texts.py."""

from __future__ import annotations

from core.i18n import N_

TEXTS: dict[str, str] = {
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
    "card.weight": N_("Weight from: {name}"),
    "card.bias": N_("Bias"),
    "card.hint": N_("Type a value and press Enter. Escape closes this card."),
    "action.close-card": N_("Close"),
    "tip.close-card": N_("Close (Escape)"),
    "map.title_of": N_("Answer of: {name}"),
    "map.hint": N_("Point at the map to read it."),
    "map.read_value": N_("x₁ = {x1}, x₂ = {x2}: {value}"),
    "map.read_class": N_("x₁ = {x1}, x₂ = {x2}: {name} ({share} %)"),
    "map.legend_classes": N_("Colours of the classes; the paler, the less sure"),
    "action.discretize": N_("Discretise"),
    "tip.discretize": N_("Show only the decision, not how sure the network is"),
    "action.test-data": N_("Test points"),
    "tip.test-data": N_("Show the test points as diamonds; training points are discs"),
    "network.more": N_("and {n} more"),
    "tip.input_column": N_("{name} feeds the network. Columns are left out in the sidebar."),
    "plane.x": N_("Column across"),
    "plane.y": N_("Column upwards"),
    "tip.plane_x": N_("The column along the map's lower edge"),
    "tip.plane_y": N_("The column along the map's left edge"),
    "plane.other": N_("Column to move"),
    "tip.plane_other": N_(
        "The columns that the map does not show stand still: choose the one that the slider moves"
    ),
    "action.medians": N_("Medians"),
    "tip.medians": N_("Put all columns that the map does not show back to their medians"),
    "action.components": N_("Components"),
    "tip.components": N_(
        "Draw the map over the first two principal components of the inputs, "
        "with their share of the variance"
    ),
    "plane.component": N_("Component {n} ({share} %)"),
    "plane.loads": N_("Component {n}: {loads}"),
    "plane.read": N_("{x} = {across}, {y} = {up}: {told}"),
    "plane.class": N_("{name} ({share} %)"),
    "plane.value": N_("{name} = {value}"),
    "matrix.label": N_(
        "Confusion matrix of the test points: rows are true classes, columns predictions"
    ),
    "matrix.predicted": N_("predicted"),
    "matrix.true": N_("true"),
    "matrix.none": N_("There are no classes here: the network predicts a number."),
    "matrix.cell": N_("{count} of {total} points of class {actual} were taken for {predicted}"),
}
