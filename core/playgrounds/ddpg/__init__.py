"""Deep deterministic policy gradient (DDPG): a critic says what an action is worth, an actor climbs it."""
