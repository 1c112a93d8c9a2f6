"""The day of the demonstration in the tests."""

from datetime import UTC, datetime

TODAY = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
SEED = 7
