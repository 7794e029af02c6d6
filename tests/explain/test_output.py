import re

from memfit.explain.output import LONGEST, matching
from memfit.model.recording import OutputChunk

WORD = re.compile(rb"needle")


def lines(*chunks: tuple[float, str, bytes]):
    output = tuple(OutputChunk(*chunk) for chunk in chunks)
    return [(line.at, line.text) for line in matching(output, WORD)]


def test_lines_are_put_together_from_chunks_of_their_own_stream():
    assert lines(
        (1.0, "stdout", b"one nee"), (2.0, "stderr", b"dle\n"), (3.0, "stdout", b"dle\nlast")
    ) == [(3.0, "one needle")]


def test_a_last_line_without_its_end_counts():
    assert lines((1.0, "stdout", b"x\na needle")) == [(1.0, "a needle")]


def test_colours_titles_and_carriage_returns_do_not_matter():
    coloured = b"\x1b]0;title\x07\x1b[1;31mnee\x1b[0m\x1b[Kdle\r\n"

    assert lines((1.0, "terminal", coloured)) == [(1.0, "needle")]


def test_bytes_that_are_not_utf8_do_not_matter():
    assert lines((1.0, "stdout", b"\xff needle\n")) == [(1.0, "\ufffd needle")]


def test_a_line_of_megabytes_is_cut_around_the_match():
    ((_, text),) = lines((1.0, "stdout", b"a" * 1_000_000 + b"needle" + b"b" * 1_000_000 + b"\n"))

    assert "needle" in text
    assert len(text) <= LONGEST
