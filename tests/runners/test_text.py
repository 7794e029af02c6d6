"""Lines are found in any output, and in time that its length bounds."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memfit.model.recording import OutputChunk
from memfit.runners.reading import said
from memfit.runners.table import ADAPTERS
from memfit.runners.text import LONGEST, after, counts, lines
from tests.runners.printed import adapter


def chunk(data: bytes, at: float = 0.0, stream: str = "stdout", dropped: int = 0) -> OutputChunk:
    return OutputChunk(at, stream, data, dropped)


def test_a_line_is_found_whole_and_without_colours():
    (line,) = lines([chunk(b"first\n\x1b[2m one \x1b[22m\x1b[31mmark\x1b[39m two\nlast")], b"mark")

    assert line.text == " one mark two"


def test_a_line_has_the_time_of_its_mark():
    output = [chunk(b"a ma", 1.0), chunk(b"rk\nanother ", 2.0), chunk(b"mark\n", 3.0)]

    assert [(line.at, line.text) for line in lines(output, b"mark")] == [
        (1.0, "a mark"),
        (3.0, "another mark"),
    ]


def test_streams_are_not_mixed():
    output = [chunk(b"of one ", 1.0), chunk(b"mark of the other\n", 2.0, "stderr")]

    assert [line.text for line in lines(output, b"mark")] == ["mark of the other"]


def test_what_stands_before_a_gap_is_another_line():
    output = [chunk(b"before ", 1.0), chunk(b"", 2.0, "", dropped=9), chunk(b"mark\n", 3.0)]

    assert [line.text for line in lines(output, b"mark")] == ["mark"]


def test_a_line_with_two_marks_is_one():
    assert len(lines([chunk(b"mark mark\n")], b"mark")) == 1


def test_a_very_long_line_is_cut():
    (line,) = lines([chunk(b"x" * 100_000 + b"mark" + b"y" * 100_000)], b"mark")

    assert len(line.text) == LONGEST


def test_of_very_many_lines_the_first_and_the_last_are_kept():
    output = [chunk(b"".join(b"mark %d\n" % number for number in range(50_000)))]

    found = [line.text for line in lines(output, b"mark")]
    assert (found[0], found[-1], len(found)) == ("mark 0", "mark 49999", 20_000)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("mark 1", ""),
        ("   mark 1", ""),
        ("web:test: mark 1", "web:test:"),
        ("[0] mark 1", "[0]"),
        ("packages/a test:   mark 1", "packages/a test:"),
        ("web-1  | mark 1", "web-1  |"),
        ("- mark 1", None),
        ("some words mark 1", None),
        ('"a": mark 1', None),
        ("nothing", None),
    ],
)
def test_the_name_before_a_line_is_one_of_a_program(line: str, name: str | None):
    found = after(line, "mark ")

    assert found == (None if name is None else (name, "1"))


def test_counts_of_one_kind_are_added():
    assert counts("1 failed, 2 failed", ",") == {"failed": 3}


@given(st.lists(st.tuples(st.binary(max_size=60), st.sampled_from(["stdout", "stderr"]))))
def test_any_output_is_survived(parts: list[tuple[bytes, str]]):
    output = [chunk(data, float(at), stream) for at, (data, stream) in enumerate(parts)]

    said(output, ADAPTERS)


# Pieces of what runners print, so that hypothesis finds what random bytes do not.
WORDS = [
    b"Test Files ", b"Tests ", b"1 passed", b"2 failed", b" | ", b"(3)", b"\n", b"\x1b[31m", b"\x1b[2K",
    b"Errors ", b"Test Suites: ", b"Tests: ", b", ", b"4 total", b"5 of 6 total", b"PASS ", b"% Stmts",
    b"1 passing", b"(1ms)", b"# tests 1", b"# fail 0", b"not ok 1 - a", b"signal: 'SIGKILL'",
    b" in 1.0s", b"====", b"collected 3 items", b"test session starts", b"a:b: ", b"vite v7 ",
    b"building for production...", b"transforming...", b"rendering chunks...", b"built in 1s",
    b'{\n  "stats": {}\n}', b'{"numTotalTestSuites":1}', b"Coverage enabled with v8",
    b"Coverage report from v8", b"[gw0] node down: x", b"Done in 1ms", b"created a in 1s",
]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_any_mixture_of_what_runners_print_is_survived(words: list[bytes]):
    output = [chunk(word, float(at)) for at, word in enumerate(words)]

    for each in said(output, ADAPTERS).values():
        for _, report in each.reports:
            assert report.files_ended is None or report.files_ended <= (report.files or 0)
            assert report.tests_pending is None or report.tests_pending >= 0
        for stretch in each.stretches:
            assert stretch.ended is None or stretch.started <= stretch.ended


def seconds(work: Callable[[], object]) -> float:
    """Processor time, the least of three: what else runs on the machine does not count."""
    least = float("inf")
    for _ in range(3):
        start = time.process_time()
        work()
        least = min(least, time.process_time() - start)
    return least


@pytest.mark.parametrize(
    "piece",
    [
        b"Tests ", b"Tests \x1b[K", b"Test Files \n", b" " * 50 + b"Test Files ", b"a:" * 20 + b"Tests ",
        b"1 failed | ", b"\n", b"\x1b[", b"\x1b]", b" in 1s", b"collected 1 ", b"1 passing (",
        b'{\n  "stats":\n}\n', b'{\n  "stats":\n', b'{"numTotalTestSuites"\n', b"(1 tests ", b"PASS \n",
        b"vite v1 building for x...\n", b"transforming\nrendering chunks\n", b"built in 1s\n",
        b"not ok 1 - a\n", b"[gw0] node down: ", b"worker 'gw0' crashed while running '",
        b"webpack 1 compiled ", b"created a in ", b"created a, ", b"# tests 1\n", b"0", b"\r",
    ],
    ids=repr,
)  # fmt: skip
def test_four_times_the_output_takes_about_four_times_as_long(piece: bytes):
    def read(size: int) -> object:
        return said([chunk(piece * (size // len(piece)))], ADAPTERS)

    once = seconds(lambda: read(50_000))
    four_times = seconds(lambda: read(200_000))

    # What takes quadratic time would need sixteen times as long.
    assert four_times < 10 * once + 0.02


def test_the_marks_of_an_adapter_are_no_empty_pattern():
    for each in ADAPTERS:
        assert lines([chunk(b"x" * 100)], each.MARKS) == []


def test_an_adapter_that_is_not_asked_says_nothing():
    assert said([chunk(b" Test Files  1 passed (1)\n")], []) == {}
    assert said([chunk(b" Test Files  1 passed (1)\n")], [adapter("jest")])["jest"].reports == ()
