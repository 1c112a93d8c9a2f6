"""The peer of the site: a bare Django with one indexed read and one insert, served alike."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from parweb.settings.database import database

ROWS = 3321

settings.configure(
    SECRET_KEY="bare",  # noqa: S106  # a benchmark
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[],
    MIDDLEWARE=[],
    USE_TZ=True,
    DATABASES={"default": database(os.environ.get("DATABASE_URL", ""), Path(os.environ["BARE_FOLDER"]))},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()


class Row(models.Model):
    """A row with an index."""

    code = models.CharField(max_length=20, db_index=True)
    points = models.DecimalField(max_digits=20, decimal_places=9)

    class Meta:
        """The row belongs to no app."""

        app_label = "bare"

    def __str__(self) -> str:
        """Name the row."""
        return self.code


def read(_request: HttpRequest) -> HttpResponse:
    """Answer with one row, found by its index."""
    row = Row.objects.get(code="unit-1700")
    return HttpResponse(f"<p>{row.code}: {row.points}</p>")


@csrf_exempt
def insert(_request: HttpRequest) -> HttpResponse:
    """Insert one row."""
    row = Row.objects.create(code="new", points="1.5")
    return HttpResponse(str(row.pk))


urlpatterns = [path("read/", read), path("insert/", insert)]
application = get_wsgi_application()

if __name__ == "__main__":
    with connection.schema_editor() as editor:
        editor.create_model(Row)
    Row.objects.bulk_create([Row(code=f"unit-{number}", points=number) for number in range(ROWS)])
    sys.stdout.write(f"{ROWS} rows\n")
