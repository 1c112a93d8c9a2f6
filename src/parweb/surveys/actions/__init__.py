"""What changes campaigns, samples and answers."""
