"""Counts and ratios of dossiers: one set of expressions for every engine, and a cube that keeps them."""
