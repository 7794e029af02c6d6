"""Streams from inside read back, however they were left."""

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from memfit.model.isolate import Counters, Label, PeakWindow
from memfit.model.recording import Exec, How, Measured, Process, Role, Series
from memfit.model.suite import Outcome
from memfit.record.isolates import Inside, read, unseen, with_windows

START = {"at": 1.0, "event": "start", "runtime": "node", "version": "20.1.0", "pid": 9, "thread": 0,
         "asked": {"flag": 99}, "heap_limit": 500, "own_cost": 10, "counters": [1, 2, 3]}  # fmt: skip


def process(key: int = 0, pid: int = 9, started: float = 0.9, **more: Any) -> Process:
    return Process(key, pid, None, ("node",), Role.MAIN, started, **more)


def line(at: float, event: str, **more: Any) -> dict[str, Any]:
    return {"at": at, "event": event, **more}


@pytest.fixture
def streams(tmp_path: Path):
    """Writes streams and reads them back: name -> lines, or text as it stands in the file."""

    def load(files: dict[str, Any], processes: list[Process] | None = None, **more: Any) -> Inside:
        for name, content in files.items():
            text = content if isinstance(content, str) else "".join(
                json.dumps(each) + "\n" for each in content
            )  # fmt: skip
            (tmp_path / name).write_text(text)
        damage: list[str] = []
        inside = read(tmp_path, [process()] if processes is None else processes, damage, **more)
        load.damage = damage  # type: ignore[attr-defined]
        return inside

    return load


def test_an_isolate_is_what_its_lines_tell(streams):
    inside = streams({"9-0.jsonl": [
        START,
        line(1.1, "runner", runner="vitest", worker="3"),
        line(2.0, "exit", code=0, gc=[4, 0.5, 1, 0.25, 0.3], counters=[7]),
    ]})  # fmt: skip

    isolate = inside.isolates[0]
    assert (isolate.name, isolate.process, isolate.thread) == ("9-0", 0, 0)
    assert (isolate.runner, isolate.worker, isolate.version) == ("vitest", "3", "20.1.0")
    assert (isolate.started, isolate.ended) == (1.0, 2.0)
    assert (isolate.heap_limit, dict(isolate.asked), isolate.own_cost) == (500, {"flag": 99}, 10)
    assert (list(isolate.used.at), list(isolate.used.value)) == ([1.0, 2.0], [1, 7])
    assert isolate.collections is not None
    assert isolate.collections.major_seconds == 0.25


def test_a_file_has_its_tests_and_what_it_held_before_and_after(streams):
    inside = streams({"9-0.jsonl": [
        START,
        line(2.0, "file-start", file="a.js", counters=[10]),
        line(2.1, "test-start", test="one", used=11),
        line(2.2, "test-end", test="one", outcome="passed", used=12),
        line(2.3, "test-start", test="two", used=13),
        line(2.4, "test-end", test="two", outcome="failed", used=14),
        line(3.0, "file-end", file="a.js", outcome="failed", counters=[20], kept=[15],
             resources={"Timeout": 2}, modules=8, documents=3, gc=[9, 0.1, 3, 0.05, 0.02]),
    ]})  # fmt: skip

    (run,) = inside.files
    assert (run.file, run.isolate, run.process) == ("a.js", "9-0", 0)
    assert (run.started, run.ended, run.outcome) == (2.0, 3.0, Outcome.FAILED)
    assert (run.before.used, run.after, run.kept) == (10, Counters(20), Counters(15))
    assert [(test.name, test.outcome, test.used_after) for test in run.tests] == [
        ("one", Outcome.PASSED, 12), ("two", Outcome.FAILED, 14),
    ]  # fmt: skip
    assert (dict(run.resources), run.modules, run.majors) == ({"Timeout": 2}, 8, 3)
    assert run.documents == 3


def test_a_file_that_never_ends_has_the_modules_that_its_first_test_told(streams):
    inside = streams({"9-0.jsonl": [
        START,
        line(2.0, "file-start", file="a.js", counters=[10]),
        line(2.1, "test-start", test="one", used=11, modules=9),
    ]})  # fmt: skip

    assert [run.modules for run in inside.files] == [9]


def test_scripts_that_were_compiled_belong_to_the_file_that_is_open(streams):
    inside = streams({
        "9-0.jsonl": [START, line(2.0, "file-start", file="a.js")],
        "9-sampler.jsonl": [
            line(1.5, "scripts", thread=0, scripts=700),
            line(2.5, "scripts", thread=0, scripts=100),
            line(2.6, "scripts", thread=0, scripts=250),
        ],
    })  # fmt: skip

    assert [run.scripts for run in inside.files] == [250]


def test_what_was_under_way_at_the_death_has_no_end(streams):
    inside = streams({"9-0.jsonl": [
        START,
        line(2.0, "file-start", file="a.js", counters=[10]),
        line(2.1, "test-start", test="one", used=11),
    ]})  # fmt: skip

    (run,) = inside.files
    assert (run.ended, run.outcome, run.after) == (None, None, None)
    assert [(test.name, test.ended) for test in run.tests] == [("one", None)]
    assert inside.isolates[0].ended is None


def test_concurrent_tests_end_in_their_own_order(streams):
    inside = streams({"9-0.jsonl": [
        START,
        line(2.0, "file-start", file="a.js"),
        line(2.1, "test-start", test="one"),
        line(2.2, "test-start", test="two"),
        line(2.3, "test-end", test="one", outcome="passed"),
        line(2.4, "test-end", test="two", outcome="passed"),
    ]})  # fmt: skip

    assert [(test.name, test.started, test.ended) for test in inside.files[0].tests] == [
        ("one", 2.1, 2.3), ("two", 2.2, 2.4),
    ]  # fmt: skip
    assert inside.isolates[0].labels == (
        Label(2.0, "a.js"), Label(2.1, "a.js", "one"), Label(2.2, "a.js", "two"),
        Label(2.3, "a.js", "two"), Label(2.4, "a.js"),
    )  # fmt: skip


def test_readings_of_the_sampler_go_to_the_isolate_of_their_thread(streams):
    inside = streams({
        "9-0.jsonl": [START],
        "9-2.jsonl": [{**START, "at": 1.5, "thread": 2}],
        "9-sampler.jsonl": [
            line(1.2, "cost", thread=0, bytes=90),
            line(1.3, "tick", thread=0, counters=[5], took=0.4),
            line(1.6, "tick", thread=2, counters=[6], label=["b.js", "t", "beforeAll"]),
            line(1.7, "stack", thread=2, used=6, frames=[["f", "b.js", 3], ["g", "c.js", None]]),
            line(1.8, "allocations", thread=2, used=6, sites=[["f", "b.js", 3, 44]]),
            line(1.9, "worker-end", thread=2),
        ],
    })  # fmt: skip

    main, worker = inside.isolates
    assert (list(main.used.value), main.stalls, main.own_cost) == ([1, 5], ((1.3, 0.4),), 100)
    assert (list(worker.used.value), worker.ended) == ([1, 6], 1.9)
    assert worker.labels == (Label(1.6, "b.js", "t", "beforeAll"),)
    assert worker.stacks[0].frames == (("f", "b.js", 3), ("g", "c.js", None))
    assert worker.allocations[0].sites[0].bytes == 44


def test_an_isolate_that_only_the_sampler_saw_is_there(streams):
    inside = streams({"9-sampler.jsonl": [line(1.3, "tick", thread=4, counters=[5, 6])]})

    assert [(each.name, each.thread, list(each.total.value)) for each in inside.isolates] == [
        ("9-4", 4, [6])
    ]


def test_a_reading_at_the_instant_of_a_boundary_belongs_before_it(streams):
    inside = streams({
        "9-0.jsonl": [START, line(2.0, "file-start", file="a"), line(3.0, "file-end", file="a")],
        "9-sampler.jsonl": [line(3.0, "tick", thread=0, counters=[5], label=["a", "", "afterAll"])],
    })  # fmt: skip

    assert inside.isolates[0].labels[-1] == Label(3.0)


def test_a_hook_is_of_the_test_that_runs(streams):
    inside = streams({"9-0.jsonl": [
        START,
        line(2.0, "file-start", file="a"),
        line(2.1, "test-start", test="t"),
        line(2.2, "label", hook="beforeEach"),
        line(2.3, "label", hook=""),
    ]})  # fmt: skip

    assert inside.isolates[0].labels[-2:] == (
        Label(2.2, "a", "t", "beforeEach"), Label(2.3, "a", "t"),
    )  # fmt: skip


def test_a_pid_that_is_used_twice_belongs_to_the_process_of_its_time(streams):
    two = [process(0, 9, 0.9, ended=4.0), process(1, 9, 5.0)]

    inside = streams({
        "9-0.jsonl": [START],
        "9-0.2.jsonl": [{**START, "at": 5.1}],
        "9-sampler.jsonl": [line(1.5, "tick", thread=0, counters=[5])],
        "9-sampler.2.jsonl": [line(5.5, "tick", thread=0, counters=[6])],
    }, two)  # fmt: skip

    assert [(each.name, each.process, list(each.used.value)) for each in inside.isolates] == [
        ("9-0", 0, [1, 5]), ("9-0.2", 1, [1, 6]),
    ]  # fmt: skip


def test_a_process_in_a_container_is_known_by_its_pid_there(streams):
    inside = streams({"9-0.jsonl": [START]}, [process(3, 4711)], inner={3: 9})

    assert inside.isolates[0].process == 3


def test_plans_are_put_together_and_the_first_configuration_counts(streams):
    inside = streams({
        "9-0.jsonl": [START, line(1.1, "plan", files=["a", "b"])],
        "9-1.jsonl": [
            {**START, "at": 1.2, "thread": 1},
            line(1.3, "config", config={"pool": "forks", "setup_files": ["s"], "isolate": None},
                 source="the runner's worker"),
            line(1.4, "plan", files=["b", "c"]),
        ],
    })  # fmt: skip

    assert inside.planned == ("a", "b", "c")
    assert inside.config == {"pool": "forks", "setup_files": ["s"], "isolate": None}
    assert inside.config_source == "the runner's worker"


def test_without_a_plan_nothing_is_known_of_one(streams):
    assert streams({"9-0.jsonl": [START]}).planned is None


def test_a_snapshot_that_was_begun_and_not_done_is_not_complete(streams):
    begun = {"thread": 0, "reason": "near-limit", "file": None, "complete": False, "why": "cut off"}
    inside = streams({"9-0.jsonl": [
        START,
        line(2.0, "snapshot", path="snapshots/9-0-1.heapsnapshot", **begun),
        line(3.0, "snapshot", path="snapshots/9-0-1.heapsnapshot", **{**begun, "complete": True, "why": ""}),
        line(4.0, "snapshot", path="snapshots/9-0-2.heapsnapshot", **begun),
    ]})  # fmt: skip

    assert [(each.at, each.path[-14:], each.complete, each.why)
            for each in inside.isolates[0].snapshots] == [
        (2.0, "1.heapsnapshot", True, ""), (4.0, "2.heapsnapshot", False, "cut off"),
    ]  # fmt: skip


# Exact peaks ---------------------------------------------------------------------------------------


def test_threads_reset_one_mark_and_their_windows_follow_each_other(streams):
    inside = streams({
        "9-1.jsonl": [{**START, "thread": 1}, line(2.0, "peak", bytes=50), line(4.0, "peak", bytes=70)],
        "9-2.jsonl": [{**START, "thread": 2}, line(3.0, "peak", bytes=60)],
    })  # fmt: skip

    assert inside.windows == {
        0: (PeakWindow(0.0, 2.0, 50), PeakWindow(2.0, 3.0, 60), PeakWindow(3.0, 4.0, 70))
    }


def test_the_peak_of_a_process_is_the_largest_of_its_windows_and_of_its_end():
    windows = (PeakWindow(0.0, 2.0, 90), PeakWindow(2.0, 3.0, 60))
    exit_peak = Measured(70, How.EXACT, "VmHWM at exit")

    got = with_windows(process(ended=5.0, peak=exit_peak), windows)

    assert got.peak == Measured(90, How.EXACT, "VmHWM at the end of a test file")
    assert got.windows == (
        PeakWindow(0.9, 2.0, 90), PeakWindow(2.0, 3.0, 60), PeakWindow(3.0, 5.0, 70),
    )  # fmt: skip


def test_without_the_mark_at_its_exit_the_peak_is_a_lower_bound():
    got = with_windows(process(), (PeakWindow(0.0, 2.0, 90),))

    assert got.peak == Measured(90, How.SAMPLED, "VmHWM at the end of a test file")


def test_a_process_without_windows_stays_as_it_is():
    assert with_windows(process(), ()) == process()


# What was not seen ---------------------------------------------------------------------------------


def test_a_node_process_that_told_nothing_is_named(streams):
    heap = Series()
    heap.at.append(1.0)
    heap.value.append(5)
    silent = process(1, 77, 0.5, ended=4.0, heap=heap)
    short = process(2, 78, 0.5, ended=0.6, heap=heap)
    python = process(3, 79, 0.5, ended=4.0)
    inside = streams({"9-0.jsonl": [START]})

    assert unseen([process(heap=heap), silent, short, python], inside) == (
        "the agent did not reach 1 Node process: 77",
    )


def test_a_process_that_was_node_only_until_its_exec_is_not_missed(streams):
    heap = Series()
    heap.at.append(1.0)
    heap.value.append(5)
    builder = process(
        1, 77, 0.5, ended=4.0, heap=heap, execs=(Exec(0.6, ("node",)), Exec(1.1, ("esbuild",)))
    )
    inside = streams({"9-0.jsonl": [START]})

    assert unseen([process(heap=heap), builder], inside) == ()
    assert unseen([replace(builder, execs=builder.execs[:1])], inside) != ()


# Torn and hostile streams --------------------------------------------------------------------------


def test_a_torn_last_line_costs_that_line(streams):
    inside = streams({"9-0.jsonl": json.dumps(START) + '\n{"at":2.0,"event":"file-sta'})

    assert inside.isolates[0].started == 1.0
    assert streams.damage == ["1 streams from inside end in a torn line"]


def test_no_directory_means_nothing_was_told(tmp_path: Path):
    damage: list[str] = []

    assert read(tmp_path / "isolates", [process()], damage) == Inside()
    assert damage == []


def test_files_of_other_names_and_links_are_left_alone(streams, tmp_path: Path):
    (tmp_path / "elsewhere").write_text(json.dumps(START) + "\n")
    (tmp_path / "8-0.jsonl").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "7-0.jsonl").mkdir()

    inside = streams({"x.jsonl": "junk", "9-0.jsonl.bak": "junk", "-1-0.jsonl": "junk"})

    assert inside.isolates == ()
    assert len(streams.damage) == 1


HOSTILE = [
    line(2.0, "file-start", file=5),
    line(2.0, "file-start"),
    line(2.0, "file-end", file="never started"),
    line(2.0, "test-end", test="never started"),
    line(2.0, "tick", counters=["a"]),
    line(2.0, "tick", counters=[-1]),
    line(2.0, "tick", counters=[1 << 80]),
    line(2.0, "tick", counters={"used": 1}),
    line(2.0, "tick", counters=[1], label=["a"]),
    line(2.0, "plan", files="a"),
    line(2.0, "config", config={"a": {"b": 1}}),
    line(2.0, "allocations", used=1, sites=[[1, 2]]),
    line(2.0, "stack", used=1, frames=[[]]),
    line(2.0, "snapshot", path="/etc/passwd", reason="near-limit"),
    line(2.0, "snapshot", path="snapshots/../../x", reason="near-limit"),
    line(2.0, "exit", gc=[1]),
    line(2.0, "start", runtime=None),
    {"event": "exit"},
    {"at": -1, "event": "exit"},
    {"at": float("nan"), "event": "exit"},
    {"at": "now", "event": "exit"},
    {"at": 2.0, "event": ["exit"]},
    {"at": 2.0},
]  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE, ids=json.dumps)
def test_a_line_of_another_shape_is_left_out_and_counted(hostile: dict[str, Any], streams):
    before = streams({"9-0.jsonl": [START]})

    after = streams({"9-0.jsonl": [START, hostile]})

    assert after.isolates[0].name == "9-0"
    assert [file.file for file in after.files] == [file.file for file in before.files]
    assert after.isolates[0].snapshots == ()
    assert any("another shape" in sentence for sentence in streams.damage)


def test_an_event_of_a_later_memfit_is_no_damage(streams):
    streams({"9-0.jsonl": [START, line(2.0, "premonition", text="soon")]})

    assert streams.damage == []


def test_random_bytes_raise_nothing(streams):
    chance = random.Random(4)
    text = "\n".join(json.dumps(each) for each in [START, *HOSTILE] * 3)
    for _ in range(200):
        at, size = chance.randrange(len(text)), chance.randrange(40)
        junk = "".join(chance.choice('{}[]",:0a\n\\') for _ in range(size))
        streams({"9-0.jsonl": text[:at] + junk + text[at + size :], "9-sampler.jsonl": text[at:]})


def test_an_enormous_name_is_cut(streams):
    inside = streams({"9-0.jsonl": [START, line(2.0, "file-start", file="x" * 100_000)]})

    assert len(inside.files[0].file) == 4096


def test_ten_thousand_files_in_as_many_processes_are_read(streams):
    files = {
        f"{pid}-0.jsonl": [
            {**START, "pid": pid},
            line(1.1, "file-start", file=f"{pid}.js", counters=[1]),
            line(1.2, "file-end", file=f"{pid}.js", outcome="passed", counters=[2]),
        ]
        for pid in range(1, 10_001)
    }  # fmt: skip

    inside = streams(files, [process(pid, pid) for pid in range(1, 10_001)])

    assert len(inside.files) == len(inside.isolates) == 10_000
    assert all(file.ended == 1.2 for file in inside.files)
