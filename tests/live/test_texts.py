"""The component's texts: one meaning for each key, and gaps that can be filled."""

import re
from itertools import combinations

from core.live.texts import TEXTS, texts
from core.playgrounds.ddpg.texts import DDPG
from core.playgrounds.gan.texts import GAN
from core.playgrounds.qlearning.texts import QLEARNING
from core.playgrounds.vae.texts import VAE


def test_no_page_overwrites_a_text_of_another():
    for one, other in combinations((TEXTS, GAN, VAE, QLEARNING, DDPG), 2):
        assert not one.keys() & other.keys()


def test_gaps_are_plain_names():
    for key, text in texts(str).items():
        assert text, key
        assert all(re.fullmatch(r"\w+", gap) for gap in re.findall(r"\{([^}]*)\}", text)), key
