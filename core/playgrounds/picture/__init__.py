"""A network that paints a picture: from a place to its colour."""
