from memfit.explain.phases import phases
from memfit.model.isolate import PeakWindow
from memfit.model.recording import How, Role
from memfit.model.suite import Stretch
from tests.explain.build import (
    MB,
    a_test,
    isolate,
    process,
    recording,
    run_of,
    sampled,
    series,
    suite,
)

MAIN = process(0, "node vitest.mjs run", Role.MAIN, started=0.2, rss=series((0.2, 80), (9.5, 300)))
WORKER = process(1, rss=series((0.6, 60), (2.0, 200), (3.5, 90)), started=0.5, ended=9.0, peak=230)
USAGE = sampled([10 * tick for tick in range(100)], 0.1)  # 100 MB/s


def by_name(*processes, **fields):
    found = phases(recording(*processes, **{"usage": USAGE, **fields}))
    return {f"{row.name} {row.label}".strip(): row for row in found}


def test_test_files_show_set_up_collect_tests_and_what_came_after():
    runs = (
        run_of(tests=[a_test(started=1.5)]),
        run_of("b.ts", 4.0, 8.0, tests=[a_test(started=6.0)]),
    )

    found = by_name(MAIN, WORKER, files=runs)

    assert {name: (row.start, row.end) for name, row in found.items()} == {
        "set-up": (0.2, 1.0),
        "collect": (1.0, 6.0),
        "tests": (1.5, 8.0),
        "after the tests": (8.0, 10.0),
    }
    assert (found["collect"].seconds, found["tests"].seconds) == (2.5, 3.5)


def test_the_peak_of_a_phase_is_that_of_the_times_in_which_it_was():
    runs = (
        run_of(tests=[a_test(started=1.5)]),
        run_of("b.ts", 4.0, 8.0, tests=[a_test(started=4.2)]),
    )

    usage = series((0, 100), (1.2, 150), (2.0, 800), (3.0, 200), (6.0, 900))

    found = by_name(MAIN, WORKER, files=runs, usage=usage)

    assert found["collect"].peak.bytes == 200 * MB  # and not 800, of the tests between
    assert found["tests"].peak.bytes == 900 * MB
    assert found["collect"].peak.how is How.SAMPLED
    # The worker held 200 MB in the tests, and less at both imports.
    assert (found["collect"].rss_peak.bytes, found["collect"].rss_process) == (90 * MB, 1)
    assert found["tests"].rss_peak.bytes == 200 * MB
    assert (found["after the tests"].rss_peak.bytes, found["after the tests"].process) == (
        300 * MB,
        0,
    )


def test_a_phase_between_two_resets_of_the_mark_has_an_exact_peak():
    windows = (
        PeakWindow(0.5, 1.0, 70 * MB),
        PeakWindow(1.0, 3.0, 222 * MB),
        PeakWindow(3.0, 9, 230 * MB),
    )
    stretch = Stretch("render", "", 1, 1.0, 3.0)
    worker = process(1, rss=series((0.6, 60)), ended=9.0, peak=230, windows=windows)

    row = by_name(MAIN, worker, suite=suite(stretches=(stretch,)))["render"]

    assert (row.rss_peak.bytes, row.rss_peak.how) == (222 * MB, How.EXACT)


def test_labels_tell_where_tests_are_not_told():
    labels = [(1.0, "a", "", "collect"), (1.8, "a", "", "beforeAll"), (2.0, "a", "adds")]

    found = by_name(MAIN, WORKER, files=(run_of("a"),), isolates=(isolate(labels=labels),))

    assert (found["collect"].seconds, found["tests"].start) == (0.8, 1.8)


def test_a_file_that_shows_nothing_is_all_tests():
    assert "collect" not in by_name(MAIN, WORKER, files=(run_of(),))


def test_a_file_that_failed_to_import_is_all_collect():
    labels = [(1.0, "a", "", "collect")]

    found = by_name(MAIN, WORKER, files=(run_of("a"),), isolates=(isolate(labels=labels),))

    assert "tests" not in found
    assert found["collect"].seconds == 2.0


def test_what_is_collected_before_any_file_begins_counts():
    labels = [(0.5, "", "", "collect"), (0.9, "", "", "")]

    found = by_name(MAIN, WORKER, files=(run_of(),), isolates=(isolate(labels=labels),))

    assert (found["collect"].start, found["collect"].end) == (0.5, 0.9)
    assert found["set-up"].end == 0.5


def test_what_the_runner_names_itself_is_taken_from_it():
    stretches = (Stretch("set-up", "", 0, 0.3, 0.8), Stretch("coverage", "", 0, 8.5, 9.5))

    found = by_name(MAIN, WORKER, files=(run_of(ended=8.0),), suite=suite(stretches=stretches))

    assert (found["set-up"].start, found["set-up"].end, found["set-up"].process) == (0.3, 0.8, 0)
    assert (found["after the tests"].start, found["after the tests"].end) == (8.0, 8.5)
    assert found["coverage"].rss_peak.bytes == 300 * MB


def test_what_comes_after_the_tests_begins_where_the_runner_says_that_they_ended():
    stretches = (Stretch("tests", "", 0, 0.5, 8.7),)

    found = by_name(MAIN, WORKER, files=(run_of(ended=8.0),), suite=suite(stretches=stretches))

    assert (found["tests"].end, found["after the tests"].start) == (8.7, 8.7)


def test_phases_of_builds_beside_each_other_are_kept_apart():
    stretches = (
        Stretch("transform", "client", 1, 1.0, 5.0),
        Stretch("transform", "server", 2, 2.0, 7.0),
        Stretch("render", "client", 1, 5.0, None),
    )
    server = process(2, rss=400, ended=9.5)

    found = by_name(MAIN, WORKER, server, suite=suite(stretches=stretches))

    assert list(found) == ["transform client", "transform server", "render client"]
    assert [row.rss_process for row in found.values()] == [1, 2, 1]
    assert found["transform server"].rss_peak.bytes == 400 * MB
    # It never ended: it lasted until its process was gone.
    assert (found["render client"].end, found["render client"].seconds) == (None, 4.0)


def test_a_run_of_neither_tests_nor_builds_has_no_phases():
    assert by_name(MAIN) == {}


def test_a_stretch_of_a_process_that_is_not_known_is_one_of_the_tree():
    row = by_name(MAIN, WORKER, suite=suite(stretches=(Stretch("link", "", 77, 1.0, 2.0),)))["link"]

    assert (row.process, row.rss_process) == (None, 1)
