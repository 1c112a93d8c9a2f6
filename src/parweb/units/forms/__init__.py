"""What people fill in about units and accounts."""
