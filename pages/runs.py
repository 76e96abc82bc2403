"""The page /runs: the library of kept runs."""

from core.ui.library import library_page

library_page()
