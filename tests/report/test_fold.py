from hypothesis import given, settings
from hypothesis import strategies as st

from memfit.explain import shell
from memfit.report.fold import CONTINUED, fold


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=20), st.integers(10, 100))
def test_folding_loses_nothing(words, width):
    lines = fold(shell.join(words), width)

    assert " ".join(line.removesuffix(CONTINUED).strip(" ") for line in lines) == shell.join(words)


@settings(deadline=None)
@given(st.lists(st.text("abc '", max_size=12), min_size=1, max_size=40))
def test_lines_of_short_words_fit(words):
    assert all(len(line) <= 60 for line in fold(shell.join(words), 60))


def test_a_word_that_is_too_long_stays_whole():
    assert fold("a " + "b" * 50, 20) == ["a \\", "    " + "b" * 50]


def test_blanks_within_quotes_are_no_place_to_break():
    assert fold("x 'a b c d e f g h' $'i \\' j'", 12) == [
        "x \\",
        "    'a b c d e f g h' \\",
        "    $'i \\' j'",
    ]
