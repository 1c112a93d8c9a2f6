"""Adopted editions: id, digest, and a copy that never changes."""
