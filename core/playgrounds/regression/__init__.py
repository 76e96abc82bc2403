"""Linear regression: a line, or a polynomial, that gradient descent fits to points one may move."""
