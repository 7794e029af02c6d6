"""Annotations and job summary, within what GitHub takes."""

import re
from dataclasses import replace

import pytest

from memfit.explain.verdict import explain
from memfit.model.finding import Culprit, Level
from memfit.report.github import LONGEST, MOST, ROOM, annotations, summary
from tests.explain.build import process, recording
from tests.report.synthetic import finding, suite

HOSTILE = "x\n::error file=/etc/passwd::no\r\n::set-env name=PATH::y %0A::stop-commands::z, a:b"
LINE = re.compile(r"::(error|warning|notice) (?:file=([^:,]*),)?title=([^:,]*)::(.*)")


def lines(findings, run=None, root="/app"):
    run = run or suite(20.0, 200, 8)
    text = annotations(replace(explain(run), findings=tuple(findings)), run, root)
    return [LINE.fullmatch(line).groups() for line in text.splitlines()]


def at(module, **fields):
    return replace(finding(), culprit=Culprit(module=module), **fields)


def test_the_ending_comes_first_then_each_finding_at_its_file():
    ending, cause = lines([finding()])

    assert ending[:3] == ("error", None, "memfit%3A oom-killed")
    assert cause[:3] == (
        "error", "src/test/file-004.test.ts", "memfit%3A retained-across-files (inferred)",
    )  # fmt: skip
    assert "%0Agrowth of the floor a file: 4.10 MB (sampled, isolates/4001-0.jsonl)" in cause[3]


def test_levels_are_githubs():
    found = lines([at("a.ts", level=level) for level in Level], recording(process(0)))

    assert [one[0] for one in found] == ["error", "warning", "notice"]


def test_a_run_that_is_fine_is_not_annotated():
    assert lines([], recording(process(0))) == []


@pytest.mark.parametrize(
    ("module", "root", "shown"),
    [
        ("src/a.ts", "/app", "src/a.ts"),
        ("/app/src/a.ts", "/app/", "src/a.ts"),
        ("src/a.ts", "/", "app/src/a.ts"),
        ("../b.ts", "/", "b.ts"),
        ("../../etc/passwd", "/app", None),
        ("/usr/lib/x.js", "/app", None),
        ("src/a.ts", "/elsewhere", None),
        ("src/a.ts", "", "src/a.ts"),
    ],
)
def test_files_are_named_relative_to_the_checkout(module, root, shown):
    (found,) = lines([at(module)], recording(process(0)), root)

    assert found[1] == shown


def test_hostile_names_start_no_command_and_end_none():
    found = lines([at(f"src/{HOSTILE}", sentence=HOSTILE)])

    assert len(found) == 2
    assert found[1][1].startswith("src/x")
    assert "%250A" in found[1][3]


def test_a_step_gets_ten_annotations_of_a_level():
    found = lines([at("a.ts")] * 30 + [at("a.ts", level=Level.WARNING)] * 30)

    assert [one[0] for one in found].count("error") == MOST
    assert [one[0] for one in found].count("warning") == MOST


def test_a_message_is_cut_before_it_is_escaped():
    (found,) = lines([at("a.ts", sentence="%" * 9000)], recording(process(0)))

    assert found[3].count("%25") == LONGEST - 1
    assert found[3].endswith("…")


def test_the_summary_is_the_investigation():
    run = suite(20.0, 200, 8)
    text = summary(explain(run), run)

    assert text.startswith("## oom-killed")
    assert "### Next" in text
    assert len(text.encode()) < ROOM


@pytest.mark.parametrize("room", [50, 900, 2_000, 4_000])
def test_a_summary_never_takes_more_room_than_there_is(room):
    run = suite(20.0, 200, 8)
    text = summary(replace(explain(run), findings=(finding(),)), run, room)

    assert len(text.encode()) <= room
    assert text.count("```") % 2 == 0
    assert (not text) or "left out" in text
