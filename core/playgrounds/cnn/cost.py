"""What a convolutional network costs: its maps, kept for the way back, and each layer's multiply-adds."""

from __future__ import annotations

import math

from core.data import labelled
from core.nn.optimisers import OPTIMIZERS
from core.playgrounds.cnn import architecture, blocks
from core.playgrounds.cnn.config import CnnConfig
from core.playgrounds.cnn.evaluation import MOST
from core.playgrounds.cost import KEPT, NUMBER, Cost, Net, alternating, learning, remembered

COPIES = 6  # the networks that are measured and the best one, in the run and in its good states
TWIN = (
    0.75  # of a network: it learns from the switch on, and then a part of the other may stand still
)
EXPLAINED = 150  # images that go through the network at once while it is looked at


def cost(c: CnnConfig) -> Cost:
    """Of a configuration: B images per update. Images of all runs are shared, so they count once in full."""
    about = labelled.about(c.dataset)
    classes = about.classes - len(c.source_numbers or ())
    layers = architecture.layers(blocks.parsed(c.layers), about.shape, classes)
    net = Net()
    before: architecture.Shape = about.shape
    for layer in layers:
        inside = 2 if layer.block is not None and layer.block.kind == "res" else 1
        normalised = layer.block is not None and layer.block.normalised
        kept = (KEPT + normalised) * inside * layer.size
        widest = max(layer.size, math.prod(before))
        net += Net(layer.parameters, layer.products, kept, widest)
        before = layer.shape
    slots = len(OPTIMIZERS[c.optimizer].SLOTS)
    transfers = c.transfer != "off"
    nets = c.ensemble * (1 + transfers) + transfers  # doubles that learn the source, and the twin
    weights = nets * remembered(net.weights, slots, copies=COPIES)
    pixels = math.prod(about.shape)
    images = sum(about.size) * (
        1 + transfers
    )  # the classes of each part are copied, or read from two sets
    data = pixels * images + 16 * images + NUMBER * MOST["test"] * about.classes
    looked_at = NUMBER * 2 * EXPLAINED * net.widest
    update = learning((net, c.batch_size)) + NUMBER * 6 * pixels * c.batch_size
    # Nothing is learned from the images themselves, so the first layer has no way back to them.
    way_back = 3 * net.products - layers[0].products
    learning_now = c.ensemble + TWIN * transfers
    flops = 2 * c.batch_size * way_back * learning_now
    return Cost(weights + data + alternating(update, looked_at), flops)
