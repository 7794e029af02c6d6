"""Sizes and durations: what people type is read or refused with a sentence."""

import pytest

from memfit.errors import UnusableInputError
from memfit.units import parse_bytes, parse_seconds


@pytest.mark.parametrize(
    ("text", "size"),
    [("1", 1), ("512m", 512 << 20), ("1.5GiB", 3 << 29), (" 2 kb ", 2048), ("8388607t", 8388607 << 40)],
)  # fmt: skip
def test_a_size_is_read(text: str, size: int):
    assert parse_bytes(text) == size


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "0.0001k",
        "-1",
        "m",
        "1x",
        "1e3",
        "nan",
        "inf",
        "\uff15\uff11\uff12m",
        "\u0661",
        "5\u212a",
    ],
)
def test_what_is_no_size_is_refused(text: str):
    with pytest.raises(UnusableInputError, match="is not a size"):
        parse_bytes(text)


@pytest.mark.parametrize(
    "text", ["9" * 400, "9" * 400 + "t", "9" * 17 + "t", "8388608t", str(1 << 63)]
)
def test_more_than_the_kernel_can_count_is_refused(text: str):
    with pytest.raises(UnusableInputError, match="is too large for a size") as raised:
        parse_bytes(text)

    assert len(raised.value.message) < 80


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90", 90.0), ("500ms", 0.5), ("1 H", 3600.0), ("1000000000", 1e9)],
)
def test_a_duration_is_read(text: str, seconds: float):
    assert parse_seconds(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "0", "-1s", "s", "1d", "nan", "inf", "\uff15s", "5m\u017f", "5\u017f"]
)
def test_what_is_no_duration_is_refused(text: str):
    with pytest.raises(UnusableInputError, match="is not a duration"):
        parse_seconds(text)


@pytest.mark.parametrize("text", ["1000000001", "99999999999", "9999999999999h", "9" * 400])
def test_a_duration_beyond_all_runs_is_refused(text: str):
    with pytest.raises(UnusableInputError, match="is too long for a duration") as raised:
        parse_seconds(text)

    assert len(raised.value.message) < 80
