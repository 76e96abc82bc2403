"""The page /regularization: what it shows is declared in core/playgrounds/regularization/page.py."""

from core.ui.playground import playground

playground("regularization")
