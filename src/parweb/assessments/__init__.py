"""What a unit says about itself: inputs, notes, the leader's signature."""
