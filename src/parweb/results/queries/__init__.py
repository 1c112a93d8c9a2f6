"""Reads about runs and publications."""
