"""Scoring runs, frozen; publications; the one door to the engine."""
