"""The page /picture: what it shows is declared in core/playgrounds/picture/page.py."""

from core.ui.playground import playground

playground("picture")
