"""Explained mathematics that several playgrounds share: networks, losses, optimisers, minibatches."""
