"""Runs as files: one that can be opened again, a script without Learnscope, TensorBoard's, tables."""
