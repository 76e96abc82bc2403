"""Augmentations keep shapes and labels, repeat themselves by seed, and do what they are called."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Generator, Tensor
from torch.nn import functional as F

from core.nn.augment import Augmentation, strip

PARTS = {
    "rotation": 20.0, "shift": 0.2, "shear": 15.0, "zoom": 0.2, "flip": 0.5, "crop": 3, "cutout": 5,
}  # fmt: skip
EVERY = Augmentation(**PARTS)  # type: ignore[arg-type]
SHAPES = [(6, 1, 8, 8), (5, 3, 32, 32), (4, 2, 9, 14)]


def seeded(seed: int = 0) -> Generator:
    return Generator().manual_seed(seed)


def pictures(*shape: int) -> Tensor:
    return torch.rand(*shape, generator=seeded(9))


def blob(side: int = 33, where: tuple[float, float] = (0.5, 0.75), count: int = 64) -> Tensor:
    """A soft bright spot [count, 1, side, side], `where` down and along."""
    place = torch.arange(side) + 0.5
    parts = [torch.exp(-(((place - share * side) / 2) ** 2)) for share in where]
    return (parts[0][:, None] * parts[1][None, :]).expand(count, 1, side, side)


def centre(x: Tensor) -> Tensor:
    """[B, 2]: the centre of brightness, down and along, in pixels from the middle."""
    side = x.shape[-1]
    place = torch.arange(side) + 0.5 - side / 2
    mass = x.sum((1, 2, 3))
    return torch.stack([(x.sum((1, 3)) @ place) / mass, (x.sum((1, 2)) @ place) / mass], 1)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("part", [*PARTS, "every"])
def test_shape_kind_and_source_are_kept(part: str, shape: tuple[int, ...]) -> None:
    one = EVERY if part == "every" else Augmentation(**{part: PARTS[part]})  # type: ignore[arg-type]
    x = pictures(*shape)
    before = x.clone()
    found = one.images(x, seeded())
    assert one.any
    assert found.shape == x.shape
    assert found.dtype == x.dtype
    assert found.isfinite().all()
    assert found.min() >= 0
    assert found.max() <= 1 + 1e-6
    assert torch.equal(x, before), "the pictures that were given stay as they are"
    assert not torch.equal(found, x)


@pytest.mark.parametrize("kind", [torch.float16, torch.bfloat16, torch.float64])
def test_other_precisions_say_the_same(kind: torch.dtype) -> None:
    x = pictures(4, 3, 16, 16)
    near = EVERY.images(x.to(kind), seeded())
    assert near.dtype == kind
    assert torch.allclose(near.float(), EVERY.images(x, seeded()), atol=0.01)


def test_the_seed_decides_and_nothing_else() -> None:
    x = pictures(6, 3, 12, 12)
    torch.manual_seed(1)
    first = EVERY.images(x, seeded(4))
    state = torch.random.get_rng_state()
    assert torch.equal(EVERY.images(x, seeded(4)), first)
    assert not torch.equal(EVERY.images(x, seeded(5)), first)
    assert torch.equal(torch.random.get_rng_state(), state), (
        "it draws from the generator given alone"
    )


def test_what_is_off_costs_nothing_and_draws_nothing() -> None:
    x, t, generator = pictures(3, 1, 8, 8), torch.eye(3), seeded()
    before = generator.get_state()
    assert not Augmentation().any
    assert Augmentation().images(x, generator) is x
    assert Augmentation(mixup=0.2).images(x, generator) is x
    assert Augmentation().mix(x, t, generator) == (x, t)
    assert torch.equal(generator.get_state(), before)


def test_a_stronger_setting_moves_the_same_pictures_further() -> None:
    x = blob()
    near, far = (
        centre(Augmentation(shift=share).images(x, seeded()) + 1e-9) - centre(x)
        for share in (0.05, 0.1)
    )
    assert torch.allclose(far, 2 * near, atol=0.05)


def test_shifts_reach_as_far_as_they_say() -> None:
    moved = centre(Augmentation(shift=0.1).images(blob(), seeded())) - centre(blob())
    assert moved.abs().max() <= 3.3 + 0.1
    assert moved.min() < -2
    assert moved.max() > 2


def test_rotations_keep_the_distance_and_reach_their_angle() -> None:
    there = centre(Augmentation(rotation=30).images(blob(), seeded()))
    assert torch.allclose(there.norm(dim=1), centre(blob()).norm(dim=1), atol=0.15)
    angle = torch.atan2(there[:, 0], there[:, 1]).rad2deg()
    assert angle.abs().max() <= 30.5
    assert angle.min() < -20
    assert angle.max() > 20


def test_rotations_keep_angles_on_oblong_pictures() -> None:
    x = F.pad(blob(33), (10, 10))
    there = centre_of(Augmentation(rotation=40).images(x, seeded()))
    assert torch.allclose(there.norm(dim=1), centre_of(x).norm(dim=1), atol=0.2)


def centre_of(x: Tensor) -> Tensor:
    height, width = x.shape[2:]
    down, along = torch.arange(height) + 0.5 - height / 2, torch.arange(width) + 0.5 - width / 2
    mass = x.sum((1, 2, 3))
    return torch.stack([(x.sum((1, 3)) @ down) / mass, (x.sum((1, 2)) @ along) / mass], 1)


def test_zooms_scale_distances_within_their_share() -> None:
    there = centre(Augmentation(zoom=0.2).images(blob(), seeded()))
    scale = there[:, 1] / centre(blob())[:, 1]
    assert scale.min() > 0.79
    assert scale.max() < 1.21
    assert scale.max() - scale.min() > 0.25
    assert there[:, 0].abs().max() < 0.05


def test_shears_move_along_in_proportion_to_what_is_down() -> None:
    x = blob(where=(0.75, 0.5))
    moved = centre(Augmentation(shear=20).images(x, seeded())) - centre(x)
    most = centre(x)[0, 0] * torch.tensor(20.0).deg2rad().tan()
    assert moved[:, 0].abs().max() < 0.1
    assert 0.6 * most < moved[:, 1].abs().max() < most + 0.1


@pytest.mark.parametrize("crop", [0, 2])
def test_a_sure_flip_is_the_mirror_and_half_of_them_flip_half(crop: int) -> None:
    x = pictures(400, 1, 6, 6)
    if crop:
        x = F.pad(x[:, :, 2:4, 2:4], (2, 2, 2, 2))  # whatever the crop, all of it stays
    sure = Augmentation(flip=1, crop=crop).images(x, seeded())
    plain = Augmentation(flip=0, crop=crop).images(x, seeded())
    assert torch.equal(sure, plain.flip(3))
    some = Augmentation(flip=0.5, crop=crop).images(x, seeded())
    flipped = (some == plain.flip(3)).all((1, 2, 3)).float().mean()
    assert 0.4 < flipped < 0.6


def test_crops_are_windows_of_the_padded_picture() -> None:
    x = pictures(200, 2, 7, 5) + 0.1
    padded = F.pad(x, (2, 2, 2, 2))
    seen = set()
    for picture, wide in zip(Augmentation(crop=2).images(x, seeded()), padded, strict=True):
        places = [
            (top, left)
            for top in range(5)
            for left in range(5)
            if torch.equal(wide[:, top : top + 7, left : left + 5], picture)
        ]
        assert len(places) == 1
        seen.add(places[0])
    assert len(seen) == 25


@pytest.mark.parametrize("side", [1, 4, 5])
def test_cutout_blanks_one_square_that_may_leave_the_picture(side: int) -> None:
    x = pictures(300, 3, 10, 10) + 0.1
    found = Augmentation(cutout=side).images(x, seeded())
    gone = found == 0
    assert torch.equal(gone.all(1), gone.any(1)), "all channels alike"
    assert torch.equal(found[~gone], x[~gone])
    size = gone[:, 0].sum((1, 2))
    assert size.max() == side**2
    assert size.min() >= max(1, (side // 2) ** 2)
    assert (size < side**2).any() == (side > 1)


def test_mixup_blends_pictures_and_labels_alike() -> None:
    x, t = pictures(50, 1, 4, 4), torch.eye(50)
    mixed, targets = Augmentation(mixup=0.4).mix(x, t, seeded())
    assert torch.allclose(targets.sum(1), torch.ones(50))
    assert targets.min() >= 0
    assert torch.allclose(mixed, torch.einsum("bk,kchw->bchw", targets, x), atol=1e-5)
    assert (targets.max(1).values < 0.95).any()
    again = Augmentation(mixup=0.4).mix(x, t, seeded())
    assert torch.equal(again[0], mixed)
    assert torch.equal(again[1], targets)


def test_mixup_shares_follow_the_beta_distribution() -> None:
    alpha = 0.4
    shares = Augmentation(mixup=alpha)._shares(20_000, seeded())
    assert abs(shares.mean() - 0.5) < 0.01
    assert abs(shares.var() - 1 / (4 * (2 * alpha + 1))) < 0.005


def test_outside_names_the_shade_of_what_comes_in() -> None:
    shade = torch.tensor([0.2, 0.7])
    x = shade[:, None, None].expand(5, 2, 9, 9)
    assert torch.allclose(EVERY.images(x, seeded(), shade), x, atol=1e-6)
    assert not torch.allclose(EVERY.images(x, seeded()), x, atol=0.1)


def test_a_strip_shows_one_picture_in_many_versions() -> None:
    x = pictures(3, 16, 16)
    found = strip(x, EVERY, seeded())
    assert found.shape == (12, 3, 16, 16)
    assert len({tuple(one.flatten().tolist()) for one in found}) == 12
    assert torch.equal(strip(x, EVERY, seeded()), found)
    assert strip(x, EVERY, seeded(), 3).shape == (3, 3, 16, 16)
    still = strip(x, Augmentation(), seeded())
    assert torch.equal(still, x.expand_as(still))
    blended = strip(x, Augmentation(mixup=1.0), seeded(), partners=pictures(7, 3, 16, 16))
    assert not torch.allclose(blended, x.expand_as(blended), atol=0.05)


@pytest.mark.parametrize(
    "wrong", [{"zoom": 1.0}, {"flip": 1.1}, {"shear": 90.0}, {"crop": -1}, {"mixup": float("nan")}]
)
def test_no_strengths_that_mean_nothing(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"strength|strong"):
        replace(Augmentation(), **wrong)  # type: ignore[arg-type]
