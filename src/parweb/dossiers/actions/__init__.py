"""What may be done with sources, imports and procedures."""
