"""The page /backprop: what it shows is declared in core/playgrounds/backprop/page.py."""

from core.ui.playground import playground

playground("backprop")
