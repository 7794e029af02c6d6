from dataclasses import replace

from memfit.explain.verdict import explain
from memfit.model.recording import Recording
from tests.explain.build import printed, sampled
from tests.explain.causes.runs import causes, killed, passed
from tests.explain.story import Story


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
