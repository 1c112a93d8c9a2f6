"""Long work in the background: progress, result, survival of a restart."""
