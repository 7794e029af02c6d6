from dataclasses import replace

import pytest

from memfit.explain.ending import ending
from memfit.explain.heap_death import default_heap_limit
from memfit.model.finding import EndingKind
from memfit.model.recording import EndedBy, OutputChunk, Role
from memfit.model.suite import FileRun, Outcome
from tests.explain.build import MB, a_test, isolate, printed, process, recording, run_of, series

FATAL = (
    "<--- Last few GCs --->\n"
    "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n"
)
RUNNER = process(0, "node vitest.mjs run", Role.MAIN, rss=90, heap=40, exit_code=1)


def aborted(key: int = 1, heap: float = 250, **fields):
    fields = {"ended": 5.0, "signal": 6, "heap_limit": 256 * MB, **fields}
    return process(key, rss=heap + 50, heap=heap, **fields)


def test_a_fatal_line_and_an_abort_are_a_heap_limit():
    found = ending(recording(RUNNER, aborted(), code=1, output=(printed(FATAL),)))

    assert (found.kind, found.process, found.by) == (EndingKind.HEAP_LIMIT, 1, "V8's heap limit")
    assert found.sentence == (
        "V8 reached its heap limit of 256 MB (NODE_OPTIONS) in worker 4001 (node forks.js)"
    )
    assert "pid 4001 died of SIGABRT at 5.0 s" in found.evidence
    assert any("Reached heap limit" in fact for fact in found.evidence)
    assert any("250 MB (sampled)" in fact and "256 MB" in fact for fact in found.evidence)


@pytest.mark.parametrize("flag", ["--max-old-space-size=256", "--max_old_space_size=256"])
def test_a_ceiling_is_that_of_the_flags_only_where_the_command_line_has_one(flag):
    worker = replace(aborted(), command=("node", flag, "forks.js"))

    found = ending(recording(RUNNER, worker, code=1, output=(printed(FATAL),)))

    assert "heap limit of 256 MB (its flags)" in found.sentence


@pytest.mark.parametrize(
    ("heap", "output", "code", "kind"),
    [
        (250, FATAL, 1, EndingKind.HEAP_LIMIT),
        (250, "<--- Last few GCs --->\n", 1, EndingKind.HEAP_LIMIT),  # ended before the line
        (40, "<--- Last few GCs --->\n", 1, EndingKind.FAILED),
        (40, FATAL, 1, EndingKind.FAILED),  # a worker that ended as usual
        (250, "", 1, EndingKind.FAILED),
        (250, FATAL, 0, EndingKind.PASSED),  # a test printed it
    ],
)
def test_a_worker_that_jest_29_ends_while_v8_tells_of_it_died_of_its_heap(heap, output, code, kind):
    worker = aborted(heap=heap, signal=15)
    said = printed(output, at=4.0)
    found = ending(recording(RUNNER, worker, code=code, output=(said,)))

    assert found.kind is kind


def test_the_root_itself_may_reach_its_heap_limit():
    found = ending(recording(aborted(0, ended=10.0), signal=6, output=(printed(FATAL),)))

    assert (found.kind, found.exit_code, found.process) == (EndingKind.HEAP_LIMIT, 134, 0)


def test_a_test_that_prints_the_fatal_text_while_everything_passes_is_no_death():
    node = process(0, "node vitest.mjs run", Role.MAIN, rss=90, heap=40)

    assert ending(recording(node, output=(printed(FATAL),))).kind is EndingKind.PASSED


def test_a_test_that_prints_the_fatal_text_and_fails_is_no_death_if_nothing_aborted():
    assert ending(recording(RUNNER, code=1, output=(printed(FATAL),))).kind is EndingKind.FAILED


def test_the_fatal_line_is_believed_where_deaths_cannot_be_seen():
    unseen = process(1, ended=5.0, exit_code=None, rss=300, heap=250)
    found = ending(recording(RUNNER, unseen, code=1, output=(printed(FATAL),)))

    assert (found.kind, found.process) == (EndingKind.HEAP_LIMIT, 1)


def test_an_abort_counts_without_any_line_if_the_heap_was_full():
    found = ending(recording(RUNNER, aborted(heap=210), code=1))

    assert (found.kind, found.process) == (EndingKind.HEAP_LIMIT, 1)


def test_an_abort_with_a_small_heap_is_none_of_v8():
    assert ending(recording(RUNNER, aborted(heap=60), code=1)).kind is EndingKind.FAILED


def test_an_abort_of_python_is_none_of_v8():
    python = process(0, "python t.py", Role.MAIN, rss=900, signal=6)

    assert ending(recording(python, signal=6)).kind is EndingKind.SIGNALED


@pytest.mark.parametrize("number", [4, 5, 6])
def test_v8_aborts_by_any_of_its_three_signals(number):
    run = recording(RUNNER, aborted(signal=number), code=1, output=(printed(FATAL),))

    assert ending(run).kind is EndingKind.HEAP_LIMIT


def test_without_flags_the_ceiling_is_nodes_default_for_the_limit():
    full = aborted(heap=215, heap_limit=None)

    assert ending(recording(RUNNER, full, code=1, memory=512)).kind is EndingKind.HEAP_LIMIT
    assert ending(recording(RUNNER, full, code=1)).kind is EndingKind.FAILED


def test_node_does_not_see_the_watchdogs_limit():
    full = aborted(heap=215, heap_limit=None)
    run = recording(RUNNER, full, code=1, memory=512, how="watchdog")

    assert ending(run).kind is EndingKind.FAILED


@pytest.mark.parametrize(
    "text",
    [
        "\x1b[31mFATAL ERROR:\x1b[39m Ineffective mark-compacts \x1b[1mnear heap limit\x1b[0m\r\n",
        "FATAL ERROR: CALL_AND_RETRY_LAST Allocation failed - process out of memory",
        "# Fatal process out of memory: Zone\n",
        "# Fatal JavaScript out of memory: MemoryChunk allocation failed\n",
    ],
)
def test_v8_has_several_last_words(text):
    small = aborted(heap=10)

    assert ending(recording(RUNNER, small, code=1, output=(printed(text),))).kind is (
        EndingKind.HEAP_LIMIT
    )


def test_a_limit_of_one_object_is_no_heap_limit():
    text = (
        "FATAL ERROR: invalid table size Allocation failed - JavaScript heap out of memory\n"
        "FATAL ERROR: invalid array length Allocation failed - JavaScript heap out of memory\n"
    )
    run = recording(RUNNER, aborted(heap=10), code=1, output=(printed(text),))

    assert ending(run).kind is EndingKind.FAILED


def test_a_fatal_line_is_found_across_chunks_of_two_streams():
    chunks = (
        OutputChunk(4.0, "stderr", b"FATAL ERROR: Reached heap li"),
        OutputChunk(4.1, "stdout", b"in between\n"),
        OutputChunk(4.2, "stderr", b"mit Allocation failed - JavaScript heap out of memory\n"),
    )
    found = ending(recording(RUNNER, aborted(heap=10), code=1, output=chunks))

    assert found.kind is EndingKind.HEAP_LIMIT
    assert found.evidence[0].startswith("the output says at 4.2 s: FATAL ERROR: Reached heap limit")


@pytest.mark.parametrize(
    "text",
    [
        "Error [ERR_WORKER_OUT_OF_MEMORY]: Worker terminated due to reaching memory limit",
        "Worker terminated due to reaching memory limit: JS heap out of memory",
    ],
)
def test_a_worker_thread_dies_within_the_process_that_holds_it(text):
    node = process(0, "node vitest.mjs run", Role.MAIN, rss=500, heap=400, exit_code=1)
    helper = process(1, "esbuild --service", Role.HELPER, rss=50)
    found = ending(recording(node, helper, code=1, output=(printed(text),)))

    assert (found.kind, found.process) == (EndingKind.HEAP_LIMIT, 0)
    assert "in a worker thread of main 4000" in found.sentence


def test_a_test_that_prints_of_a_worker_while_everything_passes_is_no_death():
    node = process(0, "node vitest.mjs run", Role.MAIN, rss=90, heap=40)
    text = "Error [ERR_WORKER_OUT_OF_MEMORY]: Worker terminated due to reaching memory limit"

    assert ending(recording(node, output=(printed(text),))).kind is EndingKind.PASSED


def test_a_heap_death_long_before_the_watchdog_did_not_end_the_run():
    run = recording(
        process(0, "node vitest.mjs", Role.MAIN, signal=9, heap=40, ended=60.0),
        aborted(),
        at=60.0,
        signal=9,
        memory=512,
        how="watchdog",
        ended_by=EndedBy.WATCHDOG,
        output=(printed(FATAL),),
    )

    assert ending(run).kind is EndingKind.OVER_BUDGET


def test_a_jest_worker_names_its_own_death():
    text = "Jest worker ran out of memory and crashed"
    found = ending(recording(RUNNER, aborted(heap=10), code=1, output=(printed(text),)))

    assert (found.kind, found.process) == (EndingKind.HEAP_LIMIT, 1)
    assert "thread" not in found.sentence


def test_the_largest_heap_of_several_aborts_is_named():
    found = ending(
        recording(RUNNER, aborted(1, 240), aborted(2, 255), code=1, output=(printed(FATAL),))
    )

    assert found.process == 2


def test_a_heap_death_before_a_timeout_outranks_it():
    run = recording(
        process(0, "node vitest.mjs", Role.MAIN, signal=9, heap=40),
        aborted(),
        signal=9,
        ended_by=EndedBy.TIMEOUT,
        timeout=9.0,
        output=(printed(FATAL),),
    )

    assert ending(run).kind is EndingKind.HEAP_LIMIT


def test_under_rlimit_v8_dies_of_memory_and_not_of_its_ceiling():
    run = recording(
        RUNNER, aborted(heap=150), code=1, memory=200, how="rlimit", output=(printed(FATAL),)
    )
    found = ending(run)

    assert (found.kind, found.by) == (EndingKind.HEAP_LIMIT, "--memory")


def test_the_heap_grown_in_between_does_not_matter_only_the_last_reading():
    heap = series((0, 30), (4, 250), (4.9, 40))
    run = recording(RUNNER, process(1, ended=5.0, signal=6, heap=heap, heap_limit=256 * MB), code=1)

    assert ending(run).kind is EndingKind.FAILED


@pytest.mark.parametrize(
    ("memory", "limit"),
    [
        (100, 259), (128, 259), (512, 259), (600, 312), (768, 396), (1024, 524), (1536, 792),
        (2048, 1048), (3000, 1548), (4096, 2096), (8192, 2096), (15872, 2096), (15873, 4144),
        (16384, 4144),
    ],
)  # fmt: skip
def test_nodes_default_ceiling_follows_its_memory(memory, limit):
    """Measured on Node 20.20.2 under cgroup limits."""
    assert default_heap_limit(memory * MB) == limit * MB


FILE = "/app/src/a.test.ts"
LABELS = [(1.0, FILE, "", "collect"), (2.0, FILE, "renders > all", "afterEach")]


def full(name: str = "4001-0", used: float = 290, **fields):
    """An isolate of which the heap was nearly full when it was last read."""
    fields = {"heap_limit": 304 * MB, "labels": LABELS, **fields}
    return isolate(name, used=series((1.0, 20), (4.9, used)), **fields)


def test_the_ceiling_in_force_and_what_ran_are_told_from_inside():
    run = recording(
        RUNNER,
        aborted(),
        code=1,
        output=(printed(FATAL),),
        isolates=(full(),),
        files=(run_of(ended=None, tests=[a_test("renders > all", 2.0, None)]),),
    )

    found = ending(run)

    assert found.sentence == (
        "V8 reached its heap limit of 304 MB (V8's own counter) in worker 4001 (node forks.js), "
        'in hook afterEach of test "renders > all" of src/a.test.ts'
    )
    assert any(
        "isolate 4001-0: its used heap was last read at 290 MB" in fact for fact in found.evidence
    )


def test_a_silent_abort_with_a_heap_that_was_full_from_inside_is_a_death():
    run = recording(RUNNER, aborted(heap=0, heap_limit=None), code=1, isolates=(full(),))

    assert ending(run).kind is EndingKind.HEAP_LIMIT


def test_a_silent_abort_with_room_from_inside_is_none():
    run = recording(RUNNER, aborted(heap=0, heap_limit=None), code=1, isolates=(full(used=90),))

    assert ending(run).kind is not EndingKind.HEAP_LIMIT


def test_of_several_threads_the_one_with_the_open_file_and_the_full_heap_died():
    line = printed("Error: Worker terminated due to reaching memory limit: JS heap out of memory")
    threads = (
        isolate("4000-0", 0, used=series((1.0, 60))),
        full("4000-2", used=100, process=0),
        full("4000-3", used=300, process=0),
        full("4000-4", used=302, process=0, labels=()),
    )
    files = (
        run_of("/app/b.test.ts", ended=None, isolate="4000-2", process=0),
        run_of(ended=None, isolate="4000-3", process=0),
        run_of("/app/c.test.ts", isolate="4000-4", process=0),
    )

    found = ending(recording(RUNNER, code=1, output=(line,), isolates=threads, files=files))

    assert found.sentence == (
        "V8 reached its heap limit of 304 MB (V8's own counter) in a worker thread of "
        'main 4000 (node vitest.mjs run), in hook afterEach of test "renders > all" of src/a.test.ts'
    )


@pytest.mark.parametrize(
    ("used", "ended", "code", "kind"),
    [
        (290, None, 1, EndingKind.HEAP_LIMIT),
        (210, None, 1, EndingKind.HEAP_LIMIT),  # of 304 MB, 48 are for young objects
        (100, None, 1, EndingKind.INCOMPLETE),  # it had room
        (290, 3.0, 1, EndingKind.FAILED),  # its file ended
        (290, None, 0, EndingKind.INCOMPLETE),  # the command did not mind
    ],
)
def test_a_thread_that_vanished_with_a_full_heap_died_of_it_though_nobody_said_so(
    used, ended, code, kind
):
    run = recording(
        RUNNER,
        code=code,
        isolates=(full("4000-3", used=used, process=0),),
        files=(run_of(ended=ended, isolate="4000-3", process=0),),
    )

    assert ending(run).kind is kind


@pytest.mark.parametrize(("code", "outcome", "kind"), [
    (0, Outcome.PASSED, EndingKind.PASSED),
    (0, Outcome.FAILED, EndingKind.HEAP_LIMIT),
    (1, Outcome.PASSED, EndingKind.HEAP_LIMIT),
])  # fmt: skip
def test_a_program_that_a_test_lets_die_is_that_tests_own_business(code, outcome, kind):
    child = process(1, "node leak.js", Role.HELPER, started=1.0, ended=2.0, signal=6, heap=30)
    main = process(0, "node mocha.js", Role.MAIN, exit_code=code)
    run = FileRun("/app/a.test.js", "4000-0", 0, None, 0.5, 3.0, outcome)
    fatal = printed(FATAL, 2.0)

    ended = ending(recording(main, child, code=code, output=(fatal,), files=(run,)))

    assert ended.kind is kind
