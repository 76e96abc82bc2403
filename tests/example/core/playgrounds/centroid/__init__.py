"""The centroid of points, learned: one parameter that gradient descent moves to where the points are."""
