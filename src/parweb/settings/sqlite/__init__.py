"""SQLite as Django has it, with one thing done once: see ``base``."""
