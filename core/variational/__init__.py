"""What variational autoencoders are made of: networks, bounds, and what can be seen of a latent space."""
