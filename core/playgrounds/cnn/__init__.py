"""A convolutional network learns to tell images apart, and is then taken apart itself."""
