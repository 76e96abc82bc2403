"""The browser component's texts for the panels of /mlp. See core/live/texts.py."""

from __future__ import annotations

from core.i18n import N_
from core.playgrounds.mlp.texts_inside import TEXTS as INSIDE

TEXTS: dict[str, str] = {
    "network.inputs": N_("Inputs"),
    "network.output": N_("Output: {name}"),
    "network.layers": N_("Hidden layers: {count}"),
    "network.legend": N_(
        "Links show weights: blue negative, orange positive, the wider the larger."
    ),
    "network.legend_gradients": N_(
        "Links show gradients: blue negative, orange positive, the wider the larger."
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
    "action.explain-update": N_("Explain an update"),
    "tip.explain-update": N_(
        "Slow motion: one minibatch, forwards, loss, backwards, update, with its real numbers on the drawing"
    ),
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
    **INSIDE,
    "matrix.cell": N_("{count} of {total} points of class {actual} were taken for {predicted}"),
    "landscape.plane": N_("Plane"),
    "landscape.random": N_("two random directions"),
    "landscape.way": N_("where the way so far spread most"),
    "landscape.label": N_(
        "The training loss on a plane through the weights; the line is the way they came"
    ),
    "landscape.along": N_("d₁"),
    "landscape.up": N_("d₂"),
    "landscape.legend": N_(
        "The deeper the blue, the lower; d₁ and d₂ are the plane's two directions in the space of all "
        "weights. The line is the way of the weights, the disc where they are, both seen from straight "
        "above the plane."
    ),
    "landscape.around": N_("Around the weights of epoch {epoch}: loss {low} to {high}."),
    "landscape.share": N_("{share} % of the way's spread lies in this plane."),
    "landscape.sharp": N_("Sharpness (largest eigenvalue of the Hessian): {sharpness}."),
    "landscape.limit": N_(
        "Gradient descent at this learning rate stays where it is below {limit}."
    ),
    "landscape.over": N_(
        "That is more than {limit}, below which gradient descent at this learning rate would stay."
    ),
    "landscape.none": N_("The weights are not finite: there is nothing around them to be drawn."),
    "pruning.share": N_("Share of the weights set to zero, the smallest first (%)"),
    "pruning.map": N_("What the network without those weights answers at every point"),
    "pruning.train": N_("training points"),
    "pruning.test": N_("test points"),
    "pruning.x": N_("set to zero (%)"),
    "pruning.y": N_("loss"),
    "pruning.said": N_(
        "{left} of {whole} weights are left. Test loss with all of them: {before}, with those: {after}. The "
        "training goes on with all."
    ),
    "uncertainty.ensemble": N_("Ensemble"),
    "uncertainty.dropout": N_("MC dropout"),
    "uncertainty.no_ensemble": N_(
        "There is no other network: set 'Networks beside it', under Network."
    ),
    "uncertainty.no_dropout": N_("No neuron is dropped: set 'Dropout', under Regularisation."),
    "uncertainty.low": N_("all say the same"),
    "uncertainty.high": N_("half say −1, half +1"),
    "uncertainty.legend": N_(
        "The standard deviation of what is said, at every point: by networks that differ in their initial "
        "weights, and by this one while other neurons sit out each time."
    ),
    "action.draw-points": N_("Draw"),
    "tip.draw-points": N_("Add, erase and move points by hand while the network learns"),
    "draw.tools": N_("What the pointer does on the map"),
    "draw.classes": N_("The class that is drawn"),
    "action.tool-look": N_("Look"),
    "tip.tool-look": N_("Read the map, and scroll the page with a finger"),
    "action.tool-add": N_("Add"),
    "tip.tool-add": N_(
        "Click adds a point, drag sprays. With Shift or the right button: the next class"
    ),
    "action.tool-erase": N_("Erase"),
    "tip.tool-erase": N_("Take away the points under the ring"),
    "action.tool-move": N_("Move"),
    "tip.tool-move": N_("Drag a point; or draw a line around several and drag them"),
    "draw.class": N_("Draw class {name}"),
    "draw.value": N_("Value"),
    "tip.draw-value": N_("The value of the points that are drawn, −1 to 1"),
    "action.undo-points": N_("Undo the last edit of the points"),
    "action.redo-points": N_("Redo the edit of the points"),
    "action.clear-points": N_("Empty"),
    "tip.clear-points": N_("Take away all points, to start from nothing"),
    "action.restore-points": N_("Restore"),
    "tip.restore-points": N_("Back to the points of the chosen set"),
    "action.save-points": N_("Save"),
    "tip.save-points": N_("Save all points as a table (CSV)"),
    "action.load-points": N_("Load"),
    "tip.load-points": N_("Load points from such a table, in place of these"),
    "draw.hint_look": N_("{count} points. Point at the map to read it."),
    "draw.hint_add": N_("{count} points. Every fifth one drawn only tests. Shift: next class."),
    "draw.hint_value": N_("{count} points. Every fifth one drawn only tests. Shift: other sign."),
    "draw.hint_erase": N_("{count} points. Click or drag over those to take away."),
    "draw.hint_move": N_("{count} points. Drag a point, or circle some and drag them."),
    "draw.long": N_("Too many points for a link: save them as a file."),
    "draw.loaded": N_("{count} points loaded from {file}."),
    "draw.refused": N_("{file}: {why}"),
    "csv.empty": N_("there are no points in it."),
    "csv.columns": N_(
        "its first line should name the columns x1, x2 and {column}, and may name split."
    ),
    "csv.place": N_("line {line}: x1 and x2 should be numbers in −6…6."),
    "csv.value": N_("line {line}: the value should be a number in −1…1."),
    "csv.class": N_("line {line}: there is no class {name} here; there are {known}."),
    "csv.many": N_("it has {count} points: at most {most} can be loaded."),
}
