"""The page /cnn: what it shows is declared in core/playgrounds/cnn/page.py."""

from core.ui.playground import playground

playground("cnn")
