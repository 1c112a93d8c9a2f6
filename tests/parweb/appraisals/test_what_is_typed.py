"""What appraisers and the council type: numbers that contradict each other, terms without an hour."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from parweb.appraisals.forms import AskForm
from parweb.appraisals.typed import read_inputs
from parweb.frameworks.queries import outline_of
from tests.parweb.appraisals.scene import BANDS
from tests.parweb.cast import Cast

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def test_a_part_above_its_whole_is_told_with_how_to_mend_it(cast: Cast) -> None:
    leaf = outline_of(cast.edition).by_code(BANDS)
    with pytest.raises(ValidationError) as found:
        read_inputs(leaf, {"numerator": "20", "denominator": "12"})
    assert "(12): kiểm tra cả hai số" in found.value.message_dict["numerator"][0]


def test_a_term_typed_as_a_day_lasts_to_the_end_of_that_day() -> None:
    form = AskForm({"question": "Vì sao?", "due_at": "30/11/2026"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["due_at"] == datetime(2026, 11, 30, 23, 59, tzinfo=ZONE)
