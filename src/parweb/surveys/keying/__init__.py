"""Typing paper forms in: one box for each thing that was ticked, and what two people typed otherwise."""
