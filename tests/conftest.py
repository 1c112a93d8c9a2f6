"""Settings shared by all tests: how long property tests search.

`PARINDEX_HYPOTHESIS=nightly make test` searches fifty times longer. A law that needs more examples than the
profile gives scales it: `@settings(max_examples=10 * settings().max_examples)` is 2,000 in `ci` and
100,000 in `nightly`. The examples of `ci` are the same in every run, so more of them find a fault once, not ever again.
"""

import os

from hypothesis import HealthCheck, settings

# Speed depends on the machine; a test must not.
SLOW_MACHINES = [HealthCheck.too_slow]

settings.register_profile(
    "ci",
    max_examples=200,
    deadline=None,
    derandomize=True,
    suppress_health_check=SLOW_MACHINES,
)
settings.register_profile(
    "nightly",
    max_examples=10_000,
    deadline=None,
    print_blob=True,
    suppress_health_check=SLOW_MACHINES,
)
settings.load_profile(os.environ.get("PARINDEX_HYPOTHESIS", "ci"))
