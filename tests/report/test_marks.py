from dataclasses import replace

from memfit.explain.verdict import explain
from memfit.model.finding import Basis, Culprit, Evidence, Finding, Level, Shape, ShapeKind
from memfit.model.inside import Interior, PhaseRow
from memfit.model.isolate import Isolate
from memfit.model.recording import How, Role
from memfit.model.suite import FileRun, TestRun
from memfit.report.marks import MarkKind, marks, spans, timeline_end
from tests.explain.build import kills, process, recording, series

WORKER = process(1, rss=series((0, 90), (4, 300)), ended=5.0, signal=9)
FILES = (
    FileRun("a.test.ts", "4001-0", 1, "1", 1.0, 2.0, tests=(TestRun("adds", 1.2, 1.5),)),
    FileRun("b.test.ts", "4001-0", 1, "1", 2.0),
)


def seen(run, *kinds):
    return [(mark.at, mark.kind) for mark in marks(run, explain(run)) if mark.kind in kinds]


def where(run, **culprit):
    evidence = (Evidence("a number", 1, How.EXACT, "samples.jsonl"),)
    finding = Finding("x", Level.ERROR, Basis.INFERRED, "x", Culprit(**culprit), evidence)
    return [(span.start, span.end, span.process) for span in spans(finding, run, explain(run))]


def test_deaths_of_memory_and_the_kernels_counter_are_marked():
    run = recording(WORKER, oom_kills=(kills(0, 0), kills(5.1, 1)), code=1)

    assert seen(run, MarkKind.KILL, MarkKind.OOM, MarkKind.END) == [
        (5.0, MarkKind.KILL), (5.1, MarkKind.OOM), (10.0, MarkKind.END),
    ]  # fmt: skip


def test_a_worker_that_its_runner_ended_is_not_marked():
    assert seen(recording(process(1, rss=90, signal=15)), MarkKind.KILL) == []


def test_the_peak_is_marked_where_it_was_seen():
    run = recording(WORKER, usage=series((0, 90), (4, 300), (5, 100)))

    assert seen(run, MarkKind.PEAK) == [(4.0, MarkKind.PEAK)]


def test_a_heap_that_falls_by_a_tenth_was_collected_and_one_that_wobbles_was_not():
    used = series((1, 100), (2, 80), (3, 79), (4, 120), (5, 60))
    isolate = Isolate("4001-0", 1, 0, "node", "20", "vitest", "1", 0.0, used=used)

    assert seen(recording(WORKER, isolates=(isolate,)), MarkKind.COLLECTION) == [
        (2.0, MarkKind.COLLECTION), (5.0, MarkKind.COLLECTION),
    ]  # fmt: skip


def test_a_finding_is_where_its_file_or_test_ran():
    run = recording(WORKER, files=FILES)

    assert where(run, file="a.test.ts", pid=4001) == [(1.0, 2.0, 1)]
    assert where(run, file="a.test.ts", test="adds") == [(1.2, 1.5, 1)]
    assert where(run, file="b.test.ts") == [(2.0, 10.0, 1)]
    assert where(run, file="a.test.ts", isolate="9-9") == []


def test_a_finding_without_a_file_is_where_its_phase_or_process_was():
    run = recording(replace(WORKER, rss=series((0, 90))))
    phase = PhaseRow("coverage", "", 1, 6.0, 8.0, 2.0, None, None, None)
    explained = replace(explain(run), interior=Interior(phases=(phase,)))
    finding = Finding("x", Level.NOTE, Basis.INFERRED, "x", Culprit(phase="coverage"), ())

    assert [(one.start, one.end) for one in spans(finding, run, explained)] == [(6.0, 8.0)]
    assert where(run, process=Role.WORKER, pid=4001) == [(0.0, 5.0, 1)]
    assert where(run, pid=1) == []


def test_a_finding_about_a_process_that_grew_is_where_it_grew():
    shape = Shape(1, ShapeKind.GROWTH, "grew", 1.5, 4.0, rate=1e6)
    finding = Finding("x", Level.ERROR, Basis.INFERRED, "x", Culprit(pid=4001), ())
    run = recording(WORKER)

    (span,) = spans(finding, run, replace(explain(run), shapes=(shape,)))
    assert (span.start, span.end, span.process) == (1.5, 4.0, 1)


def test_the_timeline_goes_on_to_the_last_thing_that_is_known():
    assert timeline_end(recording(process(0, ended=12.5))) == 12.5
    assert timeline_end(recording(process(0, ended=None), end=None, usage=series((7, 1)))) == 7.0
    assert timeline_end(recording(processes=(), end=None)) == 0.0
