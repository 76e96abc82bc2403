"""Runs being trained: their history, their controls, and the one thread that trains them all."""
