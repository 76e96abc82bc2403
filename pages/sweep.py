"""The page /sweep: what it shows is declared in core/playgrounds/sweep/page.py."""

from core.ui.playground import playground

playground("sweep")
