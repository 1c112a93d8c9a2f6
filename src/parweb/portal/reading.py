"""A publication as somebody reads it: in public, or as a participant before it is final."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from parweb.results.models import Publication, Run


@dataclass(frozen=True)
class Reading:
    """Which publication is read, and by which addresses its pages are reached."""

    publication: Publication
    is_public: bool = True

    @property
    def run(self) -> Run:
        """The run that was published."""
        return self.publication.run

    @property
    def base(self) -> str:
        """The frame of the page: the public one asks nothing of the reader."""
        return "base_public.html" if self.is_public else "base.html"

    def url_name(self, page: str) -> str:
        """Give the name of the address of a page."""
        if self.is_public:
            return f"portal:{page}"
        return "portal:provisional" if page == "ranking" else f"portal:provisional_{page}"

    def url(self, page: str, *parts: str) -> str:
        """Give the address of a page of the publication."""
        return reverse(self.url_name(page), args=[self.publication.slug, *parts])

    @property
    def urls(self) -> dict[str, str]:
        """Give the addresses of the pages that need nothing but the publication."""
        pages = ["ranking", "compare", "method", "edition"]
        if self.is_public:
            pages += ["bundle", "chart"]
        if self.is_public and self.publication.replaces_id:
            pages.append("moved")
        return {page: self.url(page) for page in pages}

    def context(self, **more: Any) -> dict[str, Any]:
        """Give what every page of the publication shows."""
        return {
            "reading": self,
            "base": self.base,
            "publication": self.publication,
            "run": self.run,
            "urls": self.urls,
            "unit_url": self.url_name("unit"),
            "is_public": self.is_public,
            **more,
        }
