"""Loaded before anything else (``-p tests.early``): what has to be set before Polars is imported.

While tests run in neighbouring processes, Polars has one thread in each: they take the other cores, and on small
tables a second thread costs nearly as much again. At night it has as many as there are cores, so that what
depends on the order of threads shows. ``POLARS_MAX_THREADS`` set by hand stands.
"""

import os

if os.environ.get("PARINDEX_HYPOTHESIS", "ci") == "ci":
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
