"""What tabular reinforcement learning is made of: worlds as tables, planning, learners, sights."""
