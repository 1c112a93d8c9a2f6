"""A worker's sign of life on a job that says nothing for a while."""

from __future__ import annotations

import logging
import threading
from types import TracebackType
from typing import Final, Self

from django.db import DatabaseError, connection
from django.utils import timezone

from parweb.jobs.models import Job

BEAT_SECONDS: Final = 10
_LOG = logging.getLogger(__name__)


class Heartbeat:
    """Writes ``heard_at`` every ten seconds while the block runs, from a thread with its own connection."""

    def __init__(self, job_id: int) -> None:
        """Remember the job."""
        self._job_id = job_id
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Self:
        """Start."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._stop.wait(BEAT_SECONDS):
            try:
                Job.objects.filter(pk=self._job_id).update(heard_at=timezone.now())
            except DatabaseError:  # busy for a moment; the next beat tries again
                _LOG.warning("no heartbeat for job %s", self._job_id)
            finally:
                connection.close()
