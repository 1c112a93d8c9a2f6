"""The commands, one module each: ``HELP``, ``EXAMPLES`` and ``run``, which makes a report."""
