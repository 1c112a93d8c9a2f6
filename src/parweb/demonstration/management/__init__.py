"""Commands of the app demonstration."""
