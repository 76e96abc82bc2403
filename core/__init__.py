"""Learnscope's engine: models that learn, the thread that trains them, and the views that show it."""
