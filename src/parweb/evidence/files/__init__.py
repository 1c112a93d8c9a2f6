"""Files as people upload them: what they are by content, what they are called, where they are kept."""
