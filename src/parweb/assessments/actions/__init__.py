"""What people do to an entry, one verb per file."""
