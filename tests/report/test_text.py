import re
from dataclasses import replace

import pytest

from memfit.explain.verdict import explain
from memfit.model.recording import EndedBy, How, Role
from memfit.report.text import render
from tests.explain.build import kills, printed, process, recording, sampled, series
from tests.report.synthetic import finding, suite

OOM = (kills(0, 0, 0, 0), kills(5.05, 1, 1, 1))
MAIN = process(0, "node /app/node_modules/vitest/vitest.mjs run", Role.MAIN, rss=90, heap=40)
HOSTILE = "node\x1b[2J\x9b31m [bold red]markup[/] \u202eevil\nnewline :smile: \udcff"


def page(run, width=80, colour=False):
    return render(explain(run), run, width, colour)


def unwrapped(run):
    return " ".join(page(run).split())


def an_oom(**fields):
    victim = process(3, rss=150, heap=100, ended=5.0, signal=9)
    big = process(1, rss=sampled([60 + 2 * tick for tick in range(101)]), heap=200)
    usage = sampled([100 + 3 * tick for tick in range(100)] + [300] * 100)
    fields = {"memory": 512, "peak": 512, "code": 1, "oom_kills": OOM, "usage": usage, **fields}
    return recording(MAIN, victim, big, **fields)


def test_a_page_says_what_happened_how_sure_and_what_next():
    said = unwrapped(an_oom())

    assert said.startswith("oom-killed: the kernel's out-of-memory killer killed worker 4003")
    assert "(exit code 1)" in said
    assert "because the kernel counted one out-of-memory kill in the run's cgroup by" in said
    assert "peak 512 MB exact (memory.peak)" in said
    assert "limit 512 MB (--memory), no headroom exact" in said
    assert "worker 4001 node forks.js 258 MB 200 MB 58.0 MB 260 MB exact" in said
    assert "tree grew 60.0 MB/s from 0.0 s to its end at 5.0 s" in said
    assert "memfit run --memory 768m -- vitest run" in said


@pytest.mark.parametrize(
    ("sentence", "repeated"),
    [("ended with exit code 1;", False), ("exit code 13 of a child", True)],
)
def test_an_exit_code_is_said_once(sentence, repeated):
    run = an_oom()
    explained = explain(run)
    ending = replace(explained.ending, sentence=sentence)

    said = render(replace(explained, ending=ending), run, 80, colour=False)

    assert ("(exit code 1)" in said) is repeated


def test_a_page_of_an_ordinary_death_fits_a_small_terminal():
    assert len(page(an_oom()).splitlines()) <= 34


def test_the_victim_is_told_apart_from_the_biggest():
    assert (
        "the victim, worker 4003 (peak 150 MB exact), was not the biggest: "
        "worker 4001 peaked at 260 MB exact"
    ) in unwrapped(an_oom())


def test_a_passing_run_is_short_and_names_no_victim():
    said = page(recording(MAIN, peak=200, usage=series((0, 90), (3, 199))))

    assert said.startswith("passed: ")
    assert "victim" not in said
    assert len(said.splitlines()) < 25


def test_an_estimate_says_that_it_is_one():
    run = recording(MAIN, usage=series((0, 90)), usage_how=How.ESTIMATE, usage_source="sum of RSS")

    assert "peak 90.0 MB estimate (sum of RSS)" in unwrapped(run)


@pytest.mark.parametrize("width", [70, 80, 100, 200])
@pytest.mark.parametrize("colour", [False, True])
def test_lines_fit(width, colour):
    helpers = [process(key, "sh -c grep", Role.HELPER, rss=3) for key in range(4, 40)]
    run = an_oom(
        notes=("x" * 300, "a note " * 40, "third"),
        command=("npx", "vitest", *(f"tests/file-{index}.test.ts" for index in range(60))),
    )
    run = replace(run, processes=(*run.processes, *helpers))

    lines = re.sub(r"\x1b\[[\d;]*m", "", page(run, width, colour)).splitlines()

    assert max(map(len, lines)) <= width
    assert len(lines) <= 42


def test_many_processes_are_added_up_by_role():
    helpers = [process(key, "sh -c grep", Role.HELPER, rss=3) for key in range(4, 40)]
    run = an_oom()
    run = replace(run, processes=(*run.processes, *helpers))

    assert "36 more helper, added up 108 MB" in unwrapped(run)


@pytest.mark.parametrize("colour", [False, True])
def test_hostile_text_does_nothing_to_the_terminal(colour):
    run = recording(
        process(0, HOSTILE, Role.MAIN, rss=400, ended=5.0, signal=9),
        memory=512,
        peak=512,
        signal=9,
        usage=series((0, 400)),
        oom_kills=OOM,
        command=(HOSTILE,),
        notes=(HOSTILE,),
        damage=(HOSTILE,),
        usage_source=HOSTILE,
        output=(printed(f"FATAL ERROR: heap limit {HOSTILE!r}"),),
    )

    said = page(run, 100, colour)
    without_style = re.sub(r"\x1b\[[\d;]*m", "", said) if colour else said

    assert without_style.replace("\n", "").isprintable()
    assert r"\x1b[2J" in said
    assert "[bold red]" in said
    assert ":smile:" in said
    # Only rich's own styles are left, and none that clears or moves.
    assert "\x1b[2J" not in said


def test_a_hostile_line_of_output_does_nothing_to_the_terminal():
    line = "FATAL ERROR: \x07[bold]\u202e heap limit\x9b2J\x1bc"
    node = process(0, "node x.js", Role.MAIN, heap=250, heap_limit=256 << 20, signal=6)

    said = page(recording(node, signal=6, output=(printed(line),)), 200)

    assert said.replace("\n", "").isprintable()
    assert r"FATAL ERROR: \x07[bold]\u202e heap limit\x9b2J" in said


@pytest.mark.parametrize("command", ["sort " + "x" * 200, "sort " + "日本" * 100])
def test_a_long_command_leaves_the_numbers_whole(command):
    run = recording(process(0, command, Role.MAIN, rss=90), usage=series((0, 90)))

    (row,) = (line for line in page(run).splitlines() if line.startswith("main 4000  sort"))

    assert row.split()[-7:] == ["90.0", "MB", "-", "-", "90.0", "MB", "exact"]
    assert "…" in row


def test_without_colour_there_is_no_escape_code():
    assert "\x1b" not in page(an_oom(), colour=False)


def test_with_colour_a_memory_ending_is_red():
    assert page(an_oom(), colour=True).startswith("\x1b[1;31moom-killed\x1b[0m")


def test_the_environment_does_not_matter(monkeypatch):
    plain, coloured = page(an_oom(), 100), page(an_oom(), 100, colour=True)
    for name, value in (
        ("NO_COLOR", "1"),
        ("FORCE_COLOR", "1"),
        ("COLUMNS", "20"),
        ("TERM", "dumb"),
    ):
        monkeypatch.setenv(name, value)

    assert page(an_oom(), 100) == plain
    assert page(an_oom(), 100, colour=True) == coloured


@pytest.mark.parametrize(
    "run",
    [
        recording(processes=(), end=None, oom_kills=()),
        recording(MAIN, end=None, usage=series((0, 1))),
        recording(MAIN, ended_by=EndedBy.TIMEOUT, timeout=9.0, signal=9),
        recording(MAIN, code=127),
        recording(processes=()),
    ],
)
def test_every_recording_has_a_page(run):
    assert page(run).endswith("\n")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_finding_links_its_page_in_one_piece(width):
    run = suite(20.0, 400, 24)
    found = finding()
    explained = replace(explain(run), findings=(found,))

    assert f"page    {found.page}\n" in render(explained, run, width, colour=False)


@pytest.mark.parametrize(("peak", "told"), [(200, True), (400, False)])
def test_resident_sets_above_the_peak_of_the_tree_are_explained(peak, told):
    run = recording(process(1, rss=224, heap=170), peak=peak, usage=sampled([180] * 200))

    assert ("the tree's counter once or not at all" in unwrapped(run)) is told
