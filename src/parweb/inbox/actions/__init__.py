"""What may be done with messages."""
