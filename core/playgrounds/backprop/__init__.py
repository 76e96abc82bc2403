"""Backpropagation told number by number: a network small enough to read all of it."""
