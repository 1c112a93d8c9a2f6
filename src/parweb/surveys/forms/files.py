"""What files people may send in, by the ending of their name."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy


def with_ending(endings: Sequence[str]) -> FileExtensionValidator:
    """Refuse files of other endings, in the words of the site: Django has none in Vietnamese."""
    words = gettext_lazy("Không đọc được tệp đuôi “.%(extension)s”. Nộp tệp có đuôi: %(allowed_extensions)s.")
    return FileExtensionValidator(endings, words)
