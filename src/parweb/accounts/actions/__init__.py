"""What may be done with accounts."""
