"""Units in time, groups of units, and who has which role for which of them."""
