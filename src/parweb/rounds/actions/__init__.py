"""What may be done with rounds."""
