"""The page /search: what it shows is declared in core/playgrounds/search/page.py."""

from core.ui.playground import playground

playground("search")
