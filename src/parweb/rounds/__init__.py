"""A round: an edition, a league of units, a calendar of phases."""
