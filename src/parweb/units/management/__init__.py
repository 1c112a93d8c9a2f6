"""Commands about units."""
