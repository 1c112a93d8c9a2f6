"""What anybody may read: published results only."""
