"""A generative adversarial network (GAN): a generator and a discriminator learn from each other."""
