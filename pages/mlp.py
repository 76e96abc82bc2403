"""The page /mlp: what it shows is declared in core/playgrounds/mlp/page.py."""

from core.ui.playground import playground

playground("mlp")
