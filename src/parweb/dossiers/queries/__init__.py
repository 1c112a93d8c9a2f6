"""What the pages show of dossiers, sources, imports and procedures."""
