"""Regularisation: copies of one network that overfits, each held back in its own way, and double descent."""
