"""The hyperparameters of the race: where it is run, who takes part, and everybody's settings."""

from __future__ import annotations

from dataclasses import dataclass

from core.i18n import N_
from core.params import Config, Message, ParamError, choice, integer, number, subset, unused
from core.playgrounds.optimizers.network import DATA, POINTS
from core.playgrounds.optimizers.schedules import SCHEDULES
from core.playgrounds.optimizers.surfaces import LABELS

SURFACE, RACE, SETTINGS = N_("Surface"), N_("Race"), N_("Optimisers")
SCHEDULE, FACTORS = N_("Schedule"), N_("Learning rates of each")
RUNNERS = {
    "gd": N_("GD"),
    "sgd": N_("SGD, noisy"),
    "momentum": N_("Momentum"),
    "nesterov": N_("Nesterov"),
    "adagrad": N_("AdaGrad"),
    "rmsprop": N_("RMSProp"),
    "adam": N_("Adam"),
    "adamw": N_("AdamW"),
    "lion": N_("Lion"),
    "schedule_free": N_("Schedule-free SGD"),
    "muon": N_("Muon"),
}
NETWORK = "network"
PLANES = {
    "principal": N_("Principal directions of the paths"),
    "random": N_("Random directions, filter-normalised"),
}
MATRICES = N_("Muon is for matrices of weights: two parameters are none.")
HELP = N_("Its learning rate is the common one times this.")


def _factor(name: str, default: float) -> float:
    low, high = 1e-3, 1e3
    made: float = number(
        default, low, high, RUNNERS[name], HELP, FACTORS, live=True, scale="log", unit="×"
    )
    return made


@dataclass(frozen=True)
class OptimizersConfig(Config):
    """Live is everything but the surface and who takes part."""

    # fmt: off
    surface: str = choice(
        "himmelblau", LABELS | {NETWORK: N_("Loss of a small network")}, N_("Surface"),
        N_("The loss on which all walk down: of two parameters, or of all the weights of a network."),
        SURFACE,
    )
    data: str = choice(
        "moons", DATA, N_("Data set"), N_("What the network has to tell apart: 60 points of two classes."),
        SURFACE,
    )
    plane: str = choice(
        "principal", PLANES, N_("Plane through the weights"),
        N_("Which two of all directions the picture shows."), SURFACE, live=True,
    )
    conditioning: float = number(
        25.0, 1.0, 1000.0, N_("Conditioning"),
        N_("How many times steeper the bowl is across than along."), SURFACE, scale="log",
    )
    rotation: float = number(
        0.0, 0.0, 90.0, N_("Turned by"),
        N_("Turns the bowl away from the axes: what is measured per coordinate no longer fits."), SURFACE,
        step=5.0, unit="°",
    )
    optimizers: tuple[str, ...] = subset(
        ("gd", "sgd", "momentum", "adagrad", "rmsprop", "adam"), RUNNERS, N_("Who takes part"),
        N_("All begin at one place and take their steps at the same time."), RACE,
    )
    lr: float = number(
        0.015, 1e-5, 10.0, N_("Learning rate"),
        N_("Common to all; each has a factor of its own below."), RACE, live=True, scale="log",
    )
    noise: float = number(
        10.0, 0.0, 1000.0, N_("Gradient noise"),
        N_("How far the gradient of SGD strays (standard deviation): what a minibatch does to it."), RACE,
        live=True, step=1.0,
    )
    batch: int = integer(
        10, 1, POINTS, N_("Minibatch"),
        N_("From how many of the 60 points SGD takes its gradient: real noise."), RACE, live=True,
    )
    noisy: str = choice(
        "sgd", {"sgd": N_("SGD alone"), "all": N_("All but GD")}, N_("Who feels it"),
        N_("All feel the same noise, as if they saw the same minibatch."), RACE, live=True,
    )
    momentum: float = number(
        0.9, 0.0, 0.99, N_("Momentum"),
        N_("The share of the velocity that is kept: Momentum, Nesterov, Muon; schedule-free's averaging."),
        SETTINGS, live=True, step=0.01,
    )
    alpha: float = number(
        0.99, 0.0, 0.999, N_("α of RMSProp"), N_("How long RMSProp remembers the size of gradients."),
        SETTINGS, live=True, step=0.001,
    )
    beta1: float = number(
        0.9, 0.0, 0.999, N_("β₁"), N_("How long Adam, AdamW and Lion remember the gradient."), SETTINGS,
        live=True, step=0.001,
    )
    beta2: float = number(
        0.999, 0.0, 0.9999, N_("β₂"), N_("How long Adam and AdamW remember its square, and Lion itself."),
        SETTINGS, live=True, step=0.001,
    )
    eps: float = number(
        1e-8, 1e-12, 1.0, N_("ε"), N_("Keeps the division by a small root from exploding."), SETTINGS,
        live=True, scale="log",
    )
    weight_decay: float = number(
        0.0, 0.0, 1.0, N_("Weight decay"),
        N_("Draws to the origin: through the gradient, or with AdamW and Lion beside it."), SETTINGS,
        live=True, step=0.001,
    )
    schedule: str = choice(
        "constant", SCHEDULES, N_("Schedule"), N_("How the learning rate changes while the race goes on."),
        SCHEDULE, live=True,
    )
    schedule_steps: int = integer(
        500, 1, 100_000, N_("Schedule length"), N_("The steps over which the schedule runs."), SCHEDULE,
        live=True, scale="log", unit=N_("steps"),
    )
    factor_gd: float = _factor("gd", 1.0)
    factor_sgd: float = _factor("sgd", 1.0)
    factor_momentum: float = _factor("momentum", 0.5)
    factor_nesterov: float = _factor("nesterov", 0.5)
    factor_adagrad: float = _factor("adagrad", 50.0)
    factor_rmsprop: float = _factor("rmsprop", 5.0)
    factor_adam: float = _factor("adam", 5.0)
    factor_adamw: float = _factor("adamw", 5.0)
    factor_lion: float = _factor("lion", 2.0)
    factor_schedule_free: float = _factor("schedule_free", 1.0)
    factor_muon: float = _factor("muon", 5.0)
    # fmt: on

    @property
    def taking(self) -> tuple[str, ...]:
        """Who takes part: Muon only where there is a matrix."""
        return tuple(n for n in self.optimizers if n != "muon" or self.surface == NETWORK)

    def conflict(self) -> ParamError | None:
        if self.taking:
            return None
        text = N_(
            "{name}: {muon} alone has nothing to do here; choose another one, or the network."
        )
        return ParamError(Message("optimizers", text, {"muon": RUNNERS["muon"]}), ("gd", "muon"))

    def idle(self) -> dict[str, str]:
        """As core.params has it."""
        there = set(self.taking)
        absent, bowl = N_("Nobody who uses it takes part."), N_("Only the quadratic bowl has it.")
        noisy = bool(there - {"gd"}) if self.noisy == "all" else "sgd" in there
        network = self.surface == NETWORK
        formula = N_("A surface of two parameters has no network.")
        minibatch = N_("On the network noise comes from the minibatch.")
        unfelt = N_("Nobody who feels the noise takes part.")
        factors = ((name in there, N_("It takes no part."), f"factor_{name}") for name in RUNNERS)
        moment = {"momentum", "nesterov", "schedule_free", "muon"}
        return unused(
            (self.surface == "quadratic", bowl, "conditioning", "rotation"),
            (network, formula, "data", "plane", "batch"),
            (not network, minibatch, "noise"),
            (noisy, unfelt, "noise", "batch"),
            (bool(there - {"gd"}), absent, "noisy"),
            (bool(there & moment), absent, "momentum"),
            ("rmsprop" in there, absent, "alpha"),
            (bool(there & {"adam", "adamw", "lion", "muon"}), absent, "beta1", "beta2"),
            (bool(there & {"adagrad", "rmsprop", "adam", "adamw", "muon"}), absent, "eps"),
            (self.schedule != "constant", N_("The learning rate is constant."), "schedule_steps"),
            ("muon" in there or "muon" not in self.optimizers, MATRICES, "factor_muon"),
            *factors,
        )
