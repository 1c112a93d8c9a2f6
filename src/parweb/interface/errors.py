"""Pages for what went wrong: plain words, why, and who can help."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400."""
    return render(request, "400.html", status=400)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 with the verdict (``verdict.why``, ``verdict.who``) of the exception, where there is one."""
    return render(request, "403.html", {"verdict": getattr(exception, "verdict", None)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    return render(request, "404.html", status=404)


def too_large(request: HttpRequest, limit_mb: int | None = None) -> HttpResponse:
    """Answer 413; views that refuse a file for its size give the limit in megabytes."""
    return render(request, "413.html", {"limit_mb": limit_mb}, status=413)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500; asks neither session nor database, since anything may be broken."""
    return HttpResponse(render_to_string("500.html"), status=500)
