"""Campaigns of surveys: forms, samples, collecting answers, review, figures with their error."""
