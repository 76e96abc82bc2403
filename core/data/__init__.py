"""Data to learn from: toy points, and later images, distributions and grid worlds."""
