"""The page /gan: what it shows is declared in core/playgrounds/gan/page.py."""

from core.ui.playground import playground

playground("gan")
