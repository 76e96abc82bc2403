"""The page /qlearning: what it shows is declared in core/playgrounds/qlearning/page.py."""

from core.ui.playground import playground

playground("qlearning")
