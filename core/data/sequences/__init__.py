"""Sequences to learn from: texts by character, and small tasks whose answers can be checked."""
