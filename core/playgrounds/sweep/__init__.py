"""A sweep: up to 64 networks that differ in one or two hyperparameters, trained as one batch."""
