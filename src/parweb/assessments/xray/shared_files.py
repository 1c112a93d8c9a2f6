"""The very same file used by two units."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from parweb.assessments.xray.scene import Finding, Scene

CODE = "shared_files"


def find(scene: Scene) -> Iterator[Finding]:
    """Find documents whose file other units use too."""
    for one in scene.shown:
        if one.is_elsewhere:
            what = _("{document}: đơn vị khác cũng dùng chính tệp này").format(document=one.name)
            yield Finding(CODE, one.criterion_id, what)
