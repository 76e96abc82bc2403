"""The page /centroid: what it shows is declared in core/playgrounds/centroid/page.py."""

from core.ui.playground import playground

playground("centroid")
