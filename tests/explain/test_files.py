from dataclasses import replace

import pytest

from memfit.explain.files import Order, file_rows, ordered
from memfit.explain.own_cost import less_own_cost
from memfit.explain.peaks import WINDOW
from memfit.model.isolate import PeakWindow
from memfit.model.recording import How, Measured
from memfit.model.suite import Outcome
from tests.explain.build import (
    MB,
    a_test,
    counters,
    isolate,
    process,
    recording,
    run_of,
    series,
)

WORKER = process(1, rss=series((0.6, 60), (2.0, 200), (3.5, 90)), ended=5.0, peak=230)


def row(run, *isolates, worker=WORKER):
    (only,) = file_rows(recording(worker, files=(run,), isolates=isolates or (isolate(),)))
    return only


def window(start, end, mb):
    return PeakWindow(start, end, int(mb * MB))


def test_a_file_says_what_its_heap_did():
    heap = series((0.6, 8), (1.5, 70), (2.5, 35), (4.0, 300))
    run = run_of(kept=counters(22), after=counters(40, external=9), before=counters(10, external=2))

    found = row(run, isolate(used=heap))

    assert (found.start, found.end, found.seconds) == (1.0, 3.0, 2.0)
    assert found.outcome is Outcome.PASSED
    assert (found.heap_before, found.heap_after) == (10 * MB, 40 * MB)
    assert (found.heap_peak, found.heap_kept) == (70 * MB, 22 * MB)
    assert (found.heap_growth, found.external_growth) == (30 * MB, 7 * MB)
    assert found.stopped is None


def test_what_a_test_told_counts_for_the_peak_where_no_tick_fell():
    run = run_of(tests=[a_test(used_before=12 * MB, used_after=88 * MB)])

    assert row(run).heap_peak == 88 * MB


def test_a_reading_of_before_the_file_holds_in_it_and_one_of_after_it_does_not():
    assert row(run_of(), isolate(used=series((0.2, 55), (3.2, 400)))).heap_peak == 55 * MB


def test_a_heap_that_does_not_answer_is_read_from_outside_until_its_file_dies():
    busy = replace(WORKER, heap=series((0.6, 12), (2.0, 150), (3.5, 400)), ended=4.0)
    run = run_of(ended=None, before=counters(10))

    found = row(run, isolate(used=series((0.6, 8), (1.1, 11)), ended=None), worker=busy)

    assert (found.heap_peak, found.heap_growth) == (400 * MB, 390 * MB)


def test_native_growth_is_what_is_resident_and_not_heap():
    run = run_of(before=counters(10, total=20, rss=100), after=counters(40, total=50, rss=190))

    assert row(run).native_growth == 60 * MB


def test_files_beside_each_other_in_one_process_have_no_native_growth_of_their_own():
    told = {"before": counters(10, total=20, rss=100), "after": counters(40, total=50, rss=190)}
    runs = (
        run_of("a.ts", 1.0, 3.0, isolate="4001-2", **told),
        run_of("b.ts", 2.0, 4.0, isolate="4001-3", **told),
        run_of("c.ts", 4.0, 5.0, isolate="4001-2", **told),
    )

    rows = file_rows(recording(WORKER, files=runs))

    assert [each.native_growth for each in rows] == [None, None, 60 * MB]


def test_python_has_no_heap_and_its_growth_is_that_of_unshared_memory():
    python = isolate(runtime="python", heap_limit=None)
    run = run_of(before=counters(rss=100, uss=80), after=counters(rss=150, uss=110))

    found = row(run, python)

    assert (found.heap_before, found.heap_peak, found.heap_growth) == (None, None, None)
    assert found.native_growth == 30 * MB
    assert found.largest == found.rss_peak.bytes


def test_a_mark_that_was_reset_at_the_start_and_read_at_the_end_is_exact():
    worker = replace(
        WORKER, windows=(window(0, 1.0, 90), window(1.0, 3.01, 222), window(3.01, 5, 230))
    )

    assert row(run_of(), worker=worker).rss_peak == Measured(222 * MB, How.EXACT, WINDOW)


def test_marks_of_threads_beside_each_other_add_up_to_an_exact_peak():
    worker = replace(WORKER, windows=(window(0, 1, 1), window(1, 2.2, 150), window(2.2, 3, 201)))

    assert row(run_of(), worker=worker).rss_peak.bytes == 201 * MB


@pytest.mark.parametrize(
    "windows",
    [
        [],
        [(0, 3, 230)],  # it may have been before the file
        [(1, 5, 230)],  # or after it
        [(1, 2, 150), (2.5, 3, 140)],  # nobody knows what was between
    ],
)
def test_a_mark_that_speaks_for_another_time_is_not_the_peak_of_the_file(windows):
    worker = replace(WORKER, windows=tuple(window(*each) for each in windows))

    assert row(run_of(), worker=worker).rss_peak == Measured(200 * MB, How.SAMPLED, "samples.jsonl")


def test_the_isolate_may_have_seen_more_than_memfit():
    found = row(run_of(), isolate(rss=series((2.4, 215)))).rss_peak

    assert (found.bytes, found.how) == (215 * MB, How.SAMPLED)


def test_a_process_that_lived_for_its_file_only_has_an_exact_peak():
    worker = process(1, started=1.0, ended=3.02, peak=250)

    assert row(run_of(), worker=worker).rss_peak.bytes == 250 * MB


def test_a_file_that_never_ended_says_where_it_stopped_and_what_its_heap_had_grown_to():
    heap = series((0.6, 8), (4.9, 900))
    labels = [
        (1.0, "/app/src/a.test.ts", "", "collect"),
        (2.0, "/app/src/a.test.ts", "adds", "beforeEach"),
    ]
    killed = replace(WORKER, signal=9, exit_code=None)

    found = row(run_of(ended=None), isolate(used=heap, labels=labels), worker=killed)

    assert (found.end, found.outcome, found.heap_after) == (None, None, None)
    assert (found.last_test, found.last_hook) == ("adds", "beforeEach")
    assert (found.seconds, found.heap_growth) == (4.0, 890 * MB)
    assert found.stopped == (
        "worker 4001 (node forks.js) was killed by SIGKILL at 5.0 s "
        'in hook beforeEach of test "adds" of src/a.test.ts'
    )


def test_a_file_that_ended_names_its_last_test():
    tests = [a_test("adds"), a_test("subtracts", 2.0, 2.9)]

    assert row(run_of(tests=tests)).last_test == "subtracts"


def test_a_file_of_an_isolate_that_was_lost_is_there_all_the_same():
    (found,) = file_rows(recording(files=(run_of(isolate="9-9", process=None),)))

    assert (found.process, found.rss_peak, found.heap_peak) == (None, None, 40 * MB)


def test_what_watching_cost_is_taken_out_of_resident_sets():
    worker = replace(WORKER, windows=(window(0, 1, 90), window(1, 3, 222), window(3, 5, 230)))
    run = recording(worker, files=(run_of(),), isolates=(isolate(own_cost=9 * MB),))

    net = less_own_cost(run)

    assert file_rows(net)[0].rss_peak.bytes == 213 * MB
    assert net.processes[0].peak.bytes == 221 * MB
    assert "less 9.00 MB for watching" in net.processes[0].peak.source
    assert list(net.processes[0].rss.value) == [51 * MB, 191 * MB, 81 * MB]


def test_what_watching_cost_is_not_taken_out_of_what_was_there_before():
    run = recording(WORKER, isolates=(isolate(own_cost=9 * MB, started=1.5),))

    assert list(less_own_cost(run).processes[0].rss.value) == [60 * MB, 191 * MB, 81 * MB]


def test_a_recording_without_a_cost_stays_as_it_is():
    run = recording(WORKER, isolates=(isolate(),))

    assert less_own_cost(run) is run


def test_files_are_sorted_by_what_is_asked_for():
    runs = (
        run_of("peak", 1, 2, before=counters(90), after=counters(91)),
        run_of("growth", 2, 3, before=counters(10), after=counters(60)),
        run_of("kept", 3, 4, before=counters(10), after=counters(11), kept=counters(9)),
        run_of("time", 4, 9, before=counters(10), after=counters(12)),
    )
    rows = file_rows(recording(WORKER, files=runs))

    first = {order: ordered(rows, order)[0].file for order in Order}

    assert first == {
        Order.PEAK: "peak",
        Order.GROWTH: "growth",
        Order.KEPT: "kept",
        Order.TIME: "time",
        Order.START: "peak",
    }
