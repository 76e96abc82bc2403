"""The page /regression: what it shows is declared in core/playgrounds/regression/page.py."""

from core.ui.playground import playground

playground("regression")
