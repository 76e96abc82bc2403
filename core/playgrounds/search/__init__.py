"""A search for good hyperparameters: trials drawn at random, from a grid or by TPE, and pruned early."""
