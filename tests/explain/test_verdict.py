from dataclasses import replace

from memfit.explain.verdict import explain
from memfit.model.finding import EndingKind
from memfit.model.recording import How, Limits, Machine, Role
from tests.explain.build import GB, MB, exact, kills, printed, process, recording, series

MAIN = process(0, "node vitest.mjs run", Role.MAIN, rss=80, heap=40)


def test_a_healthy_run_has_headroom_and_no_finding():
    found = explain(recording(MAIN, memory=512, peak=200, usage=series((0, 50), (3, 190))))

    assert found.ending.kind is EndingKind.PASSED
    assert found.complete
    assert found.findings == ()
    assert (found.peak, found.peak_at) == (exact(200), 3.0)
    assert (found.limit.source, found.headroom) == ("--memory", 312 * MB)


def test_the_victim_of_a_kill_is_told_apart_from_the_biggest():
    victim = process(1, rss=50, ended=5.0, signal=9)
    big = process(2, rss=400)
    run = recording(MAIN, victim, big, memory=512, oom_kills=(kills(0, 0), kills(5.1, 1)))

    found = explain(run)

    assert (found.victim, found.biggest) == (1, 2)
    assert not found.complete


def test_only_an_out_of_memory_kill_has_a_victim():
    crashed = process(0, "node x.js", Role.MAIN, rss=80, signal=11)

    found = explain(recording(crashed, signal=11))

    assert (found.ending.process, found.victim) == (0, None)


def test_headroom_is_that_to_the_limit_around_memfit_when_it_is_smaller():
    found = explain(recording(MAIN, memory=4096, around=2048, peak=200))

    assert (found.limit.source, found.headroom) == ("memory.max", 1848 * MB)


def test_without_any_limit_headroom_is_that_to_the_machine():
    found = explain(recording(MAIN, peak=200))

    assert (found.limit.source, found.limit.bytes) == ("the machine", 16 * GB)
    assert found.headroom == 16 * GB - 200 * MB


def test_an_unknown_machine_gives_no_headroom():
    machine = Machine("", "", 1, 0, 0, 4096)

    found = explain(recording(MAIN, peak=200, machine=machine))

    assert (found.limit, found.headroom) == (None, None)


def test_a_limit_for_each_process_is_none_for_the_tree():
    run = recording(MAIN, memory=100, how="rlimit", peak=400)

    found = explain(run)

    assert found.limit.source == "the machine"
    assert any("for each process by itself (rlimit)" in note for note in found.notes)


def test_a_dead_recorder_leaves_a_sampled_peak():
    found = explain(recording(MAIN, end=None, usage=series((0, 50), (3, 190), (4, 100))))

    assert (found.peak.bytes, found.peak.how) == (190 * MB, How.SAMPLED)
    assert (found.elapsed, found.complete) == (None, False)
    assert found.processes[0].ending == "exited 0"


def test_what_was_held_at_the_peak_is_read_at_the_peak():
    early = process(1, rss=series((0, 300)), ended=2.0)
    late = process(2, rss=series((4, 100), (6, 400)), heap=series((4, 60), (6, 350)), started=4.0)
    usage = series((0, 300), (2, 80), (6, 480), (8, 90))
    run = recording(MAIN, early, late, usage=usage, page_cache=series((0, 1), (6, 7)))

    found = explain(run)

    assert [(each.process, each.rss) for each in found.holders] == [(2, 400 * MB), (0, 80 * MB)]
    assert (found.holders[0].heap, found.holders[0].native) == (350 * MB, 50 * MB)
    assert (found.page_cache, found.anonymous) == (7 * MB, None)


def test_a_process_without_a_reading_at_the_peak_is_unknown_and_not_zero():
    unread = process(1, started=5.0)
    run = recording(MAIN, unread, usage=series((0, 50), (6, 480)))

    assert [(each.process, each.rss) for each in explain(run).holders] == [(0, 80 * MB), (1, None)]


def test_rows_say_how_each_process_ended():
    run = recording(
        MAIN,
        process(1, peak=9, ended=5.0, signal=9),
        process(2, peak=8, ended=None),
        process(3, peak=7, ended=4.0, exit_code=None),
        process(4, peak=6, ended=4.0, exit_code=3),
        process(5, peak=5, ended=3.0, signal=15),
        memory=512,
        oom_kills=(kills(0, 0), kills(5.1, 1)),
    )
    run = replace(run, end=replace(run.end, survivors=(2,)))

    assert [row.ending for row in explain(run).processes] == [
        "exited 0",
        "killed by SIGKILL (out of memory)",
        "outlived the run",
        "ended, not seen how",
        "exited 3",
        "killed by SIGTERM",
    ]


def test_notes_say_what_could_not_be_measured_once():
    run = recording(
        MAIN,
        limits=Limits(512 * MB, how="watchdog", why="no cgroup may be made here"),
        lifecycle_why="ptrace is refused",
        usage=series((0, 1)),
        usage_how=How.ESTIMATE,
        usage_source="sum of RSS",
        notes=("a note", "a note"),
        damage=("samples.jsonl: torn last line",),
        output=(replace(printed("x"), dropped=3 * MB),),
    )

    assert explain(run).notes == (
        "samples.jsonl: torn last line",
        "a note",
        "ptrace is refused",
        "the tree's usage is an estimate: sum of RSS",
        "3.00 MB of output was passed on but not kept",
        "no cgroup may be made here",
    )


def test_a_recording_of_nothing_is_explained():
    run = recording(processes=(), end=None, oom_kills=())

    found = explain(run)

    assert found.ending.kind is EndingKind.INCOMPLETE
    assert (found.peak, found.holders, found.shapes) == (None, (), ())


def test_options_that_the_runner_said_it_ignores_are_noted():
    said = printed(
        " DEPRECATED  `test.poolOptions` was removed in Vitest 4. All previous ...\n", 0.3
    )

    assert any("poolOptions" in note for note in explain(recording(MAIN, output=(said,))).notes)
    assert not any("poolOptions" in note for note in explain(recording(MAIN)).notes)
