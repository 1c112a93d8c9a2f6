"""Editions as data: the model, reading, checks, the registry, comparing, and Excel."""
