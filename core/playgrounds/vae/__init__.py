"""A variational autoencoder (VAE): images are squeezed into a few numbers, and invented from them."""
