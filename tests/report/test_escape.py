import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memfit.report.escape import escape


@settings(deadline=None)
@given(st.text())
def test_what_is_left_prints(text):
    assert escape(text).isprintable()


@settings(deadline=None)
@given(st.text().filter(str.isprintable))
def test_what_prints_is_left_alone(text):
    assert escape(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", r"\x1b[2J"),
        ("\x9b31m", r"\x9b31m"),
        ("a\nb\tc\r", r"a\nb\tc\r"),
        ("\u202etxt.exe", r"\u202etxt.exe"),
        ("\u2066x\u2069", r"\u2066x\u2069"),
        ("\x7f\x00", r"\x7f\x00"),
        ("\udcff", r"\xff"),
        ("\ud800", r"\ud800"),
        ("\U000e0001", r"\U000e0001"),
        ("naïve 日本語 שלום", "naïve 日本語 שלום"),
    ],
)
def test_controls_are_shown(text, shown):
    assert escape(text) == shown
