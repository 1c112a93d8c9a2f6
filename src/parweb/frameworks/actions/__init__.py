"""What may be done with editions."""
