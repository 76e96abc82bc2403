"""Settings of the convolutional network worth seeing: what works, and what goes wrong and why."""

from __future__ import annotations

from core.i18n import N_
from core.params import Preset

ARTICLE = "conv 32 p0, pool, conv 64 p0, pool, conv 64 p0, dense 64"  # tensorflow.org/tutorials/images/cnn
LENET = (
    "conv 6 k5, avgpool, conv 16 k5 p0, avgpool, dense 120, dense 84"  # LeCun et al. 1998, figure 2
)
VGG = "conv 16 bn, conv 16 bn, pool, conv 32 bn, conv 32 bn, pool, dense 128"  # arXiv:1409.1556
RESNET = "conv 16 bn, res 16, res 32 s2, gap"  # arXiv:1512.03385
# Page 2018, "How to Train Your ResNet", at half its width: github.com/davidcpage/cifar10-fast
RESNET9 = (
    "conv 32 bn, conv 64 bn, pool, res 64, conv 128 bn, pool, conv 256 bn, pool, res 256, pool 4"
)
DEEP = "conv 16, conv 16, conv 16, conv 16, conv 16, conv 16, conv 16, conv 16, conv 16, gap"

PRESETS = (
    Preset(
        "digits",
        N_("Digits"),
        N_("Two convolutions and 1,797 small digits: seconds to 99 %, and every number fits on the screen."),
        {"shift": 0.06, "rotation": 5.0, "dropout": 0.2, "schedule_epochs": 30},
    ),
    Preset(
        "mnist",
        N_("MNIST"),
        N_("One cycle of the learning rate and slightly shifted images: 99 % within a minute."),
        {
            "dataset": "mnist", "layers": "conv 16 s2 k5 bn, conv 32 bn, pool, dense 64", "lr": 0.004,
            "batch_size": 128, "schedule_epochs": 4, "shift": 0.06, "stop_epochs": 4,
        },
    ),
    Preset(
        "fashion-mnist",
        N_("Fashion-MNIST"),
        N_("Ten kinds of clothing: harder than digits, and shirts stay hard. See who is taken for whom."),
        {
            "dataset": "fashion-mnist", "layers": "conv 16 bn, pool, conv 32 bn, pool, dense 64",
            "lr": 0.004, "batch_size": 128, "schedule_epochs": 5, "flip": 0.5, "stop_epochs": 5,
        },
    ),
    Preset(
        "lenet-5",
        N_("LeNet-5"),
        N_("The network of 1998 on its own digits, with tanh and mean pooling (LeCun et al., figure 2)."),
        {"dataset": "mnist", "layers": LENET, "activation": "tanh", "lr": 0.002, "schedule_epochs": 10},
    ),
    Preset(
        "vgg",
        N_("Small VGG"),
        N_("Pairs of 3 × 3 convolutions see as much as one of 5 × 5, with fewer weights and a bend between "
           "them (Simonyan & Zisserman 2014)."),
        {"layers": VGG, "shift": 0.1},
    ),
    Preset(
        "resnet",
        N_("Small ResNet"),
        N_("Each block adds to what comes in, so that gradients have a short way back (He et al. 2015)."),
        {"layers": RESNET, "lr": 0.005, "shift": 0.1},
    ),
    Preset(
        "cifar10-article",
        N_("CIFAR-10, three convolutions"),
        N_("TensorFlow's tutorial: 122,570 parameters. It reaches about 0.70 in 10 epochs, not the 0.92 that "
           "some claim for its like."),
        {"dataset": "cifar-10", "layers": ARTICLE, "lr": 0.001, "batch_size": 32, "schedule": "constant"},
    ),
    Preset(
        "cifar10-resnet",
        N_("CIFAR-10, ResNet-9"),
        N_("What 0.92 takes: eight convolutions with normalisation, shortcuts, flips, crops and one cycle. "
           "For a graphics card: 95 million multiply-adds per image."),
        {
            "dataset": "cifar-10", "layers": RESNET9, "optimizer": "nesterov", "lr": 0.1, "batch_size": 128,
            "weight_decay": 0.0005, "label_smoothing": 0.1, "schedule_epochs": 24, "flip": 0.5, "crop": 4,
            "cutout": 8, "stop_epochs": 24,
        },
    ),
    Preset(
        "transfer",
        N_("Transfer"),
        N_("Digits 0–4 of MNIST are learned for an epoch, then 50 images of 5–9: what was learned helps "
           "the network, beside its twin that starts from scratch (Yosinski et al. 2014)."),
        {
            "dataset": "mnist", "layers": "conv 16 s2 k5 bn, conv 32 bn, pool, dense 64", "lr": 0.004,
            "batch_size": 32, "transfer": "classes", "source_epochs": 1, "images": 50, "validation": 0.0,
            "stop_epochs": 20,
        },
    ),
    Preset(
        "ensemble",
        N_("Five networks"),
        N_("Five networks begin with other weights and learn the same 200 images. Each makes mistakes of its "
           "own, so the mean of their probabilities makes fewer (Lakshminarayanan et al. 2017)."),
        {"images": 200, "ensemble": 5, "stop_epochs": 20},
    ),
    Preset(
        "frozen-too-far",
        N_("Frozen too far"),
        N_("All layers but the output stand still after digits 0–4: what sets those apart is not what 5–9 "
           "need, and the twin from scratch overtakes. Lower Frozen layers while it runs."),
        {
            "transfer": "classes", "source_epochs": 8, "images": 20, "freeze": 4, "validation": 0.0,
            "batch_size": 16, "stop_epochs": 20,
        },
        failure=True,
    ),
    Preset(
        "too-fast",
        N_("Too large a learning rate"),
        N_("Steps so long that the first ones throw the weights far out: most ReLUs die, and the loss stays "
           "at chance. Lower it: dead units stay dead; Reset begins anew."),
        {"lr": 0.3, "schedule": "constant"},
        failure=True,
    ),
    Preset(
        "no-normalisation",
        N_("Deep, not normalised"),
        N_("Nine convolutions with sigmoids in a row: each shrinks the gradient, little reaches the first. "
           "Write bn behind each conv, and it learns."),
        {"layers": DEEP, "activation": "sigmoid"},
        failure=True,
    ),
    Preset(
        "shuffled",
        N_("Shuffled labels"),
        N_("There is nothing to be learned, and the network learns it by heart: training images are told "
           "apart, test images stay at chance (Zhang et al. 2016)."),
        {
            "labels": "shuffled", "images": 500, "layers": "conv 32, conv 64, pool, dense 256", "lr": 0.001,
            "schedule": "constant", "validation": 0.0,
        },
        failure=True,
    ),
    Preset(
        "few-images",
        N_("500 images, as they are"),
        N_("Every training image is soon known by heart, and the test loss turns upwards. Turn on shift and "
           "rotation while it runs."),
        {"images": 500, "layers": "conv 32, conv 64, pool, dense 256", "schedule": "constant"},
        failure=True,
    ),
)  # fmt: skip
