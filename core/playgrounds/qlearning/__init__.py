"""Tabular reinforcement learning: an agent finds out by trying what each action is worth."""
