"""What may be done to the log: an entry is added."""
