"""From points to places: ranks, ties, peer groups, classes, comparison, movement, printed tables."""
