"""Reads about campaigns, samples and answers."""
