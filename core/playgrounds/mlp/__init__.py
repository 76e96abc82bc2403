"""A multilayer perceptron (MLP): layers of neurons that learn to tell points of the plane apart."""
