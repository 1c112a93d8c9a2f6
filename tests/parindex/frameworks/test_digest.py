"""The digest is over what an edition says: layout never changes it, and any content does."""

import random
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from parindex.frameworks.digest import canonical, digest, plain_decimal
from parindex.frameworks.model import Edition
from tests.parindex.frameworks.editions import TEXT, data, from_text, sound

DIGEST = digest(sound().edition)
CANONICAL = canonical(sound().edition)
TEXTS = ("title", "label")


def test_the_digest_is_a_sha256_in_hexadecimal():
    assert re.fullmatch(r"[0-9a-f]{64}", DIGEST)


def test_the_digest_of_the_sample_never_changes_between_versions_of_the_library():
    assert DIGEST == "4f674a6bf7f794a46442b4746ed737abe6aad6fd9d4fe1e34dca0122e82292be"


class Zeros(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):
    """Writes decimals with the trailing zeros that a hand may add."""

    zeros = 0


def _decimal(dumper: Zeros, number: Decimal) -> yaml.Node:
    text = format(number, "f") + "0" * dumper.zeros if "." in str(number) else str(number)
    return dumper.represent_scalar("tag:yaml.org,2002:float", text)


Zeros.add_representer(Decimal, _decimal)


def relaid(content: Any, rng: random.Random) -> Any:
    """Shuffle keys, write texts as blocks, write whole numbers as decimals."""
    if isinstance(content, dict):
        keys = list(content)
        rng.shuffle(keys)
        return {key: as_block(key, relaid(content[key], rng), rng) for key in keys}
    if isinstance(content, list):
        return [relaid(one, rng) for one in content]
    return content


def as_block(key: str, value: Any, rng: random.Random) -> Any:
    return {"vi": value} if key in TEXTS and isinstance(value, str) and rng.random() < 0.5 else value


# Each example writes and reads a whole file.
@settings(max_examples=settings().max_examples // 4)
@given(st.randoms(use_true_random=False), st.integers(0, 4), st.integers(40, 200), st.booleans())
def test_layout_does_not_change_the_digest(rng, zeros, width, flow):
    dumper = type("Dumper", (Zeros,), {"zeros": zeros})
    text = yaml.dump(
        relaid(data(), rng), Dumper=dumper, allow_unicode=True, width=width, default_flow_style=flow
    )
    assert text != TEXT
    assert digest(from_text(f"# Ghi chú\n{text}").edition) == DIGEST


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("decimals: 2", "decimals: 2\n  missing: block"),
        ("kind: proportional}", "kind: proportional, full_at: 100.0, quantity: {as: percent}}"),
        ("max: 70}", "max: 70, kind: base, on_excluded: own, optional: false}"),
        ("to: 2025-12-31}", "to: 2025-12-31} # hết năm"),
        ("each: 0.25", "each: 0.250"),
    ],
)
def test_a_default_written_down_and_a_comment_do_not_change_the_digest(old, new):
    assert old in TEXT
    assert digest(from_text(TEXT.replace(old, new)).edition) == DIGEST


def places(content: Any, path: tuple = ()) -> list[tuple]:
    """The path of every scalar."""
    if isinstance(content, dict):
        return [found for key, value in content.items() for found in places(value, (*path, key))]
    if isinstance(content, list):
        return [found for number, value in enumerate(content) for found in places(value, (*path, number))]
    return [path]


PLACES = places(data())


@given(st.sampled_from(PLACES), st.integers(1, 1000))
def test_any_change_of_content_changes_the_digest(path, by):
    content = data()
    inner = content
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = other(inner[path[-1]], by)
    try:
        edition = Edition.model_validate(content)
    except ValidationError:
        assume(False)
    assert digest(edition) != DIGEST


def other(value: Any, by: int) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | Decimal):
        return value + Decimal(by).scaleb(-3) if isinstance(value, Decimal) else value + by
    if isinstance(value, date):
        return value.replace(year=value.year + by)
    return f"{value}{by}"


def test_almost_every_place_of_the_sample_can_be_changed():
    assert len(PLACES) > 200


def test_the_order_of_criteria_is_content():
    content = data()
    content["tree"].reverse()
    assert digest(Edition.model_validate(content)) != DIGEST


def test_the_canonical_content_leaves_defaults_out_and_writes_decimals_plainly():
    assert CANONICAL["tree"][0]["criteria"][2] == {
        "code": "1.3",
        "label": {"vi": "Nhiệm vụ hoàn thành"},
        "max": "4",
        "not_applicable": "exclude",
        "rule": {"kind": "proportional"},
    }
    assert CANONICAL["legal_basis"]["date"] == "2025-01-02"


def test_reading_the_canonical_content_gives_the_same_edition():
    assert Edition.model_validate(CANONICAL) == sound().edition


@given(st.decimals(allow_nan=False, allow_infinity=False, places=9))
def test_a_decimal_is_written_without_exponent_and_read_back_equal(number):
    assert Decimal(plain_decimal(number)) == number
    assert re.fullmatch(r"-?\d+(\.\d*[1-9])?", plain_decimal(number))
