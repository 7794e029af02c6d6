import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from memfit.explain.files import Order, file_rows, ordered
from memfit.explain.verdict import explain
from memfit.model.recording import How, Measured, Role
from memfit.report.files import file_table, legend, render_files
from memfit.report.text import render
from tests.explain.build import (
    counters,
    isolate,
    process,
    recording,
    run_of,
    series,
)

MAIN = process(0, "node vitest.mjs run", Role.MAIN, rss=90, heap=40)
WORKER = process(1, rss=series((0.6, 60), (2.0, 200)), ended=9.0)
HOSTILE = "src/\x1b[2J\u202e[bold]x[/]\n\udcff.test.ts"
FULL = {
    "before": counters(10, total=20, rss=100, external=1),
    "after": counters(42, total=50, rss=190, external=8),
    "kept": counters(30),
}
UNENDED = run_of("/app/src/dies.test.ts", 4.0, None)


def a_run(*files, **fields):
    return recording(MAIN, WORKER, files=files, isolates=(isolate(),), **fields)


def table(run, width=80, **how):
    return file_table(file_rows(run), run.directory, width, **how)


def page(run, width=80, colour=False):
    return render_files(explain(run), run, width, colour=colour)


def test_a_wide_terminal_shows_everything_that_is_known():
    titles, row = table(a_run(run_of(**FULL)), 200)

    assert titles.split() == [
        "file", "worker", "start", "time", "before", "after", "heap", "peak", "growth", "kept",
        "external", "native", "rss", "peak", "end",
    ]  # fmt: skip
    assert re.split(r"\s{2,}", row) == [
        "src/a.test.ts", "1", "1.0 s", "2.00 s", "10.0 MB", "42.0 MB", "42.0 MB", "+32.0 MB",
        "30.0 MB", "+7.00 MB", "+60.0 MB", "~200 MB", "passed",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [60, 70, 80, 100, 140, 250])
@pytest.mark.parametrize("colour", [False, True])
def test_lines_fit_and_the_file_its_peak_its_time_and_its_end_are_always_there(width, colour):
    names = [
        "/app/src/a.test.ts",
        "/app/" + "deep/" * 40 + "b.test.ts",
        "/app/測試/檔案名稱" * 9,
        HOSTILE,
    ]
    run = a_run(*(run_of(name, **FULL) for name in names), UNENDED)

    lines = re.sub(r"\x1b\[[\d;]*m", "", page(run, width, colour)).splitlines()

    assert max(map(cell_len, lines)) <= width
    for line in lines[1:6]:
        assert re.search(r"\d s +\S", line)
        assert re.search(r"(passed|no end) *$", line)
    assert "heap peak" in lines[0]


def test_what_nobody_measured_has_no_column():
    titles, row = table(a_run(run_of(before=counters(), after=counters())), 200)

    assert "kept" not in titles
    assert "external" not in titles
    assert row.startswith("src/a.test.ts")


def test_a_file_that_never_ended_is_told_apart_and_explained():
    labels = [(5.0, UNENDED.file, "adds", "beforeEach")]
    killed = process(1, ended=6.0, signal=9)
    run = recording(MAIN, killed, files=(run_of(), UNENDED), isolates=(isolate(labels=labels),))

    said = page(run)

    assert re.search(r"src/dies.test.ts .* no end\n", said)
    assert " ".join(said.split()).endswith(
        "no end worker 4001 (node forks.js) was killed by SIGKILL at 6.0 s "
        'in hook beforeEach of test "adds" of src/dies.test.ts'
    )


def test_many_files_that_never_ended_are_counted():
    run = a_run(*(run_of(f"{number}.ts", 1, None) for number in range(40)))

    assert page(run).splitlines()[-1] == "no end  30 more"


def test_without_files_the_page_says_why():
    assert page(recording(MAIN)) == "no test files: the run was not watched from inside\n"
    assert page(a_run()).startswith("no test files: what ran is not a test runner")


def test_the_legend_says_how_numbers_were_obtained():
    rows = file_rows(a_run(run_of(**FULL)))
    exact = replace(rows[0], rss_peak=Measured(1, How.EXACT, "VmHWM"))

    assert legend(rows, "native") == (
        "heap and ~: sampled; rss: of the process; native: not heap, estimate"
    )
    assert legend([exact], "") == "heap: sampled; rss: exact, of the process"
    assert legend([*rows, exact], "") == "heap and ~: sampled; rss: exact, of the process"
    assert legend([replace(exact, rss_peak=None)], "") == "heap: sampled"


def test_hostile_names_do_nothing_to_the_terminal():
    labels = [(4.5, UNENDED.file, HOSTILE, HOSTILE)]
    run = replace(
        a_run(run_of(HOSTILE, worker=HOSTILE), run_of(HOSTILE, 4.0, None), UNENDED),
        isolates=(isolate(labels=labels),),
    )

    for said in (page(run, 200), render(explain(run), run, 200, colour=False)):
        assert said.replace("\n", "").isprintable()
        assert r"\x1b[2J\u202e[bold]x[/]\n\xff" in said


def test_enormous_names_cost_no_more_than_their_end():
    long = "/app/" + "d/" * 50_000 + "x" * 100_000
    run = a_run(*(run_of(f"{long}{number}.ts", number, number + 1) for number in range(20)))

    lines = table(run)

    assert max(map(len, lines)) <= 80
    assert len(set(lines)) == 21


def test_ten_thousand_files_are_all_there():
    runs = [
        run_of(f"/app/packages/p{number % 100}/f{number}.test.ts", number / 100, (number + 1) / 100)
        for number in range(10_000)
    ]
    run = a_run(*runs)

    lines = page(run).splitlines()

    assert len(lines) == 10_002
    assert max(map(len, lines)) <= 80
    assert len(set(lines)) == 10_002


def test_the_report_of_a_run_ends_with_its_three_dearest_files():
    runs = [
        run_of(f"/app/{mb}.test.ts", mb, mb + 1, after=counters(mb)) for mb in (50, 90, 20, 70, 60)
    ]

    said = render(explain(a_run(*runs)), a_run(*runs), 80, colour=False)

    found = re.findall(r"^\d+\.test\.ts", said, re.MULTILINE)
    assert found == ["90.test.ts", "70.test.ts", "60.test.ts"]
    assert "dearest of 5 files" in said


def test_a_report_without_files_does_not_speak_of_them():
    run = recording(MAIN)

    assert "dearest" not in render(explain(run), run, 80, colour=False)


def test_a_file_that_the_ending_names_is_not_told_of_twice():
    killed = process(1, ended=6.0, signal=9)
    run = recording(MAIN, killed, files=(UNENDED,), isolates=(isolate(),))

    said = " ".join(render(explain(run), run, 80, colour=False).split())

    assert said.startswith("incomplete: the command exited 0; but 1 test file never ended")
    assert said.count("was killed by SIGKILL") == 1


def test_what_watching_cost_is_told_and_left_out_of_the_table_of_holders():
    run = recording(
        MAIN, isolates=(isolate("4000-0", 0, own_cost=9 << 20),), usage=series((1.0, 95))
    )

    said = render(explain(run), run, 120, colour=False)

    assert "81.0 MB exact" in said
    assert "given without what watching from inside cost, up to 9.00 MB a process" in said


def test_rows_can_be_sorted_before_they_are_printed():
    run = a_run(run_of("early.ts", 1, 2), run_of("long.ts", 3, 9))

    assert [row.file for row in ordered(file_rows(run), Order.TIME)] == ["long.ts", "early.ts"]
