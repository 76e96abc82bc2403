"""Optimisers in a race on one clock: the same surface, the same start, and ten ways to walk down."""
