"""Forms about sources, imports and procedures."""
