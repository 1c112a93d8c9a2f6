"""Settings of the tests: quick hashes, no second factor unless a test asks, a folder of their own.

``PARINDEX_TEST_DATABASE=postgresql`` starts a PostgreSQL of its own; the default is SQLite.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "PARINDEX_DATA_DIR" not in os.environ:  # a worker of xdist gets the folder of the process that started it
    os.environ["PARINDEX_DATA_DIR"] = tempfile.mkdtemp(prefix="parindex-test-")
    atexit.register(shutil.rmtree, os.environ["PARINDEX_DATA_DIR"], ignore_errors=True)
_FOLDER = Path(os.environ["PARINDEX_DATA_DIR"])
os.environ.setdefault("PARINDEX_SECRET_KEY", "only for tests")
os.environ.pop("DATABASE_URL", None)

if os.environ.get("PARINDEX_TEST_DATABASE") == "postgresql":
    from tests.parweb.postgresql import address

    os.environ["DATABASE_URL"] = address()

from parweb.settings import *  # noqa: E402, F403
from parweb.settings import DATABASES  # noqa: E402

if not os.environ.get("DATABASE_URL"):
    DATABASES["default"]["TEST"] = {
        "NAME": ":memory:"
    }  # said, for xdist knows only Django's own engine of SQLite

ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MFA_REQUIRED = False
MEDIA_ROOT = _FOLDER / "files"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
AXES_ENABLED = False
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
