"""The page /transformer: what it shows is declared in core/playgrounds/transformer/page.py."""

from core.ui.playground import playground

playground("transformer")
