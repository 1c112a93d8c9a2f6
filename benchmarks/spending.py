"""What parts of a piece of work spend: seconds of the processor, while functions are watched."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple


class Spent(NamedTuple):
    """Seconds of the processor by part of the work."""

    by_part: dict[str, float]

    @contextmanager
    def watching(self, *parts: tuple[Any, str, str]) -> Iterator[None]:
        """Add up what functions spend: where they are found, their name, the part."""
        kept = [(place, name, getattr(place, name)) for place, name, _ in parts]
        for (place, name, inner), (_, _, part) in zip(kept, parts, strict=True):
            setattr(place, name, self._watched(inner, part))
        yield
        for place, name, inner in kept:
            setattr(place, name, inner)

    def _watched(self, inner: Callable[..., Any], part: str) -> Callable[..., Any]:
        def call(*words: Any, **more: Any) -> Any:
            start = time.process_time()
            try:
                return inner(*words, **more)
            finally:
                self.by_part[part] = self.by_part.get(part, 0.0) + time.process_time() - start

        return call
