"""The page /vae: what it shows is declared in core/playgrounds/vae/page.py."""

from core.ui.playground import playground

playground("vae")
