"""Figures: arrays in, Plotly out. Nothing here knows an algorithm, a page or a browser."""
