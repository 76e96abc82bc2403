"""The page /ddpg: what it shows is declared in core/playgrounds/ddpg/page.py."""

from core.ui.playground import playground

playground("ddpg")
