"""What may be done with units."""
