"""Pages of entries: each translates a request into one action or one query."""
