"""What it costs: next to nothing; the most of it is the steps that can be gone back to."""

from core.nn.optimisers import OPTIMIZERS
from core.playgrounds.backprop.config import BackpropConfig
from core.playgrounds.backprop.past import MOST
from core.playgrounds.cost import NUMBER, Cost, dense, remembered


def cost(c: BackpropConfig) -> Cost:
    """Of a configuration: both passes of B rows, and MOST earlier states in three copies."""
    net = dense((len(c.inputs), *c.hidden, c.outputs))
    past = 3 * NUMBER * MOST * (3 * net.weights + 24)
    memory = past + remembered(net.weights, len(OPTIMIZERS[c.optimizer].SLOTS))
    return Cost(memory, 2 * 3 * c.batch_size * net.products)
