"""How static files are named and compressed."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Names with digests, cached for ever; an unknown file is not an error while developing."""

    manifest_strict = False
