"""A demonstration province, made from a seed."""
