"""What is done with results: runs and publications. The one door to the engine."""
