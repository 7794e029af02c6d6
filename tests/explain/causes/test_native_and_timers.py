from dataclasses import replace

from memfit.explain.verdict import explain
from memfit.model.isolate import Label
from memfit.model.recording import Recording
from tests.explain.build import MB, printed, sampled, series
from tests.explain.causes.runs import causes, died, killed, passed
from tests.explain.story import Story, flat


def with_native(run: Recording, story: Story) -> Recording:
    """Give the story's process the heap that was seen from outside."""
    heap = sampled([story.base + 10] * int(story.now / 0.05), 0.05)
    processes = tuple(
        replace(each, heap=heap) if each.key == story.process else each for each in run.processes
    )
    return replace(run, processes=processes)


def test_native_memory_that_grows_with_files_is_told_from_the_heap():
    story = Story().files(10, native=40)
    (finding, *_) = explain(with_native(killed(story, memory=560), story)).findings

    assert finding.cause == "native-per-test"
    assert finding.culprit.phase == "tests"


def test_native_memory_that_grows_with_the_tests_of_one_file():
    story = Story().file("/app/tests/db.test.ts", native=400, tests=12, ends=False)

    assert causes(with_native(killed(story, memory=560), story))[0] == "native-per-test"


def test_native_memory_of_a_worker_that_floods_the_console_is_a_backlog():
    story = Story().file("/app/tests/log.test.ts", native=400, tests=2, seconds=3.0, ends=False)
    run = killed(story, memory=560, output=(printed("x" * (9 << 20), 3.0, "stdout"),))

    assert causes(with_native(run, story))[0] == "ipc-backlog"


def queued(run, *waiting):
    """Messages, MB, wait in the channel of the first isolate from half a second on."""
    isolate = replace(
        run.isolates[0], queued=flat(waiting, [0.5 + at for at in range(len(waiting))])
    )
    return replace(run, isolates=(isolate, *run.isolates[1:]))


def test_what_waits_in_the_channel_is_a_backlog_though_nothing_was_printed():
    story = Story().file(
        "/app/tests/log.test.ts", keeps=150, native=250, tests=2, seconds=3.0, ends=False
    )
    run = queued(with_native(killed(story, memory=560), story), 0, 100, 200, 220)
    (finding, *_) = explain(run).findings

    assert (finding.cause, finding.culprit.file) == ("ipc-backlog", "tests/log.test.ts")
    assert finding.evidence[0].number == 220 * MB


def test_native_memory_of_a_worker_that_prints_and_whose_channel_is_empty_is_no_backlog():
    story = Story().files(8, native=55, seconds=0.5)
    run = killed(story, memory=560, output=(printed("x" * (9 << 20), 3.0, "stdout"),))

    assert causes(queued(with_native(run, story), 0, 0.3, 0))[0] == "native-per-test"


def test_native_memory_that_v8_knows_of_is_no_backlog_where_no_channel_tells():
    story = Story().files(8, native=55, seconds=0.5)
    run = killed(story, memory=560, output=(printed("x" * (9 << 20), 3.0, "stdout"),))
    rises = replace(run.isolates[0], external=flat([2, 450], [0.5, story.now - 0.5]))

    assert causes(with_native(replace(run, isolates=(rises,)), story))[0] == "native-per-test"


def test_memory_that_rises_after_the_last_file_is_a_timers():
    story = Story(waste=15).files(3)
    story.passes(4.0, keeps=300).sees(
        "poll /app/src/poll.ts:3", "listOnTimeout node:internal/timers:581"
    )
    (finding,) = explain(passed(story)).findings

    assert finding.cause == "runaway-timer"
    assert finding.culprit.module == "src/poll.ts"


def test_a_worker_that_waits_after_its_files_is_healthy():
    assert causes(passed(Story().files(3).passes(4.0))) == []


def left_open(story: Story) -> Story:
    """The last file of the story never ended, though its tests did."""
    story._files[-1] = replace(story._files[-1], ended=None, after=None)
    return story


def test_a_file_whose_tests_are_over_and_that_goes_on_has_a_timer():
    story = Story(limit=320).file("/app/tests/poll.test.ts").passes(4.0, keeps=280)
    story.sees("poll /app/src/poll.ts:3", "listOnTimeout node:internal/timers:581")
    (finding, *_) = explain(died(left_open(story))).findings

    assert (finding.cause, finding.culprit.module) == ("runaway-timer", "src/poll.ts")


def test_what_a_hook_makes_after_the_tests_is_not_a_timers():
    story = Story(limit=320).file("/app/tests/poll.test.ts")
    hook = Label(story.now, "/app/tests/poll.test.ts", "", "afterAll")
    run = died(left_open(story.passes(4.0, keeps=280)))
    hooked = tuple(replace(each, labels=(hook,)) for each in run.isolates)

    assert "runaway-timer" not in causes(replace(run, isolates=hooked))


def test_what_the_runner_makes_after_the_tests_is_not_a_timers():
    story = Story(limit=320).file("/app/tests/a.test.ts").passes(4.0, keeps=280)
    story.sees("takeCoverage /app/node_modules/@vitest/coverage-v8/dist/index.js:9")

    assert "runaway-timer" not in causes(died(left_open(story)))


def test_native_memory_of_a_process_that_lived_for_a_few_ticks_is_told_from_inside():
    story = Story().files(8, native=40, seconds=0.01)
    run = killed(story, memory=380)
    seldom = tuple(
        replace(each, rss=series((0.5, 90), (story.now - 0.05, 380)), heap=series((0.6, 30)))
        if each.key == story.process else each
        for each in run.processes
    )  # fmt: skip

    assert causes(replace(run, processes=seldom))[0] == "native-per-test"


POLL = ("(anonymous) /app/src/feed.ts:7", "listOnTimeout node:internal/timers:581")


def test_a_timer_that_makes_objects_while_tests_wait_is_told_from_what_they_keep():
    story = Story(limit=300)
    for _ in range(4):
        story.files(3, keeps=20).sees(*POLL)
    story.file("/app/tests/last.test.ts", keeps=10, ends=False)
    explanation = explain(died(story))

    (finding,) = explanation.findings
    assert (finding.cause, finding.culprit.module) == ("runaway-timer", "src/feed.ts")
    assert "retained-across-files" in {each.cause for each in explanation.rejected}


def test_code_that_goes_on_after_waiting_is_called_by_its_promise_and_not_by_a_timer():
    story = Story(limit=300)
    for _ in range(4):
        story.files(3, keeps=20).sees(
            "load /app/src/cache.ts:7", "runNextTicks node:internal/process/task_queues:60",
            "listOnTimeout node:internal/timers:545",
        )  # fmt: skip
    story.file("/app/tests/last.test.ts", keeps=10, ends=False)

    assert causes(died(story)) == ["retained-across-files"]


def test_a_loop_that_waits_for_promises_is_named_without_a_timer_in_its_stack():
    story = Story(waste=15).files(3).passes(2.0, keeps=150)
    story.sees("rooms /app/src/hotel.ts:4", "watch /app/src/watcher.ts:13").passes(2.0, keeps=150)
    (finding,) = explain(passed(story)).findings

    assert (finding.cause, finding.culprit.module) == ("runaway-timer", "src/watcher.ts")
    assert "from a timer" not in finding.sentence
