"""What may be done with jobs."""
