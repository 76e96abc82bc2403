"""The page /optimizers: what it shows is declared in core/playgrounds/optimizers/page.py."""

from core.ui.playground import playground

playground("optimizers")
