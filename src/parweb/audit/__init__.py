"""Who did what, when, from where: a chain of entries that shows when it was tampered with."""
