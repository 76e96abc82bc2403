"""A generative adversarial network (GAN): a forger and a judge learn from each other."""
