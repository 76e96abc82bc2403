"""Measurements, one command each; the figures in README and notes come from here."""
