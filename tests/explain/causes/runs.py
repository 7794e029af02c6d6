"""Runs that ended in one way or another, around a story of an isolate."""

from dataclasses import replace
from typing import Any

from memfit.explain.verdict import explain
from memfit.model.recording import Process, Recording, Role
from tests.explain.build import kills, printed, process, recording, series
from tests.explain.story import Story, tell

FATAL = "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n"


def main(end: float, **fields: Any) -> Process:
    """The runner's main process, which runs no tests."""
    return process(
        0, "node vitest.mjs run", Role.MAIN, **{"ended": end, "rss": 90, "heap": 30.0, **fields}
    )


def died(story: Story, **fields: Any) -> Recording:
    """The worker of the story died at its heap limit."""
    end = story.now + 0.1
    worker = process(1, ended=end, signal=6, heap=100.0)
    fields = {"output": (printed(FATAL, end),), "peak": 400, **fields}
    return tell(recording(main(end + 0.2), worker, at=end + 0.2, code=1, **fields), story)


def passed(story: Story, **fields: Any) -> Recording:
    """The run passed."""
    end = story.now + 0.1
    run = recording(main(end + 0.2), process(1, ended=end), at=end + 0.2, peak=400, **fields)
    return tell(run, story)


def killed(*stories: Story, memory: float, **fields: Any) -> Recording:
    """The kernel killed a worker when the tree reached `memory` MB."""
    end = max(story.now for story in stories)
    workers = [process(story.process, ended=end, heap=50.0) for story in stories]
    workers[0] = replace(workers[0], signal=9, exit_code=None)
    run = recording(
        main(end + 0.5), *workers, at=end + 0.5, code=1, memory=memory, peak=memory,
        oom_kills=(kills(0.0, 0, 0, 0), kills(end + 0.05, 1, 1, 1)),
        usage=series((0.0, 100), (end - 0.01, memory), (end + 0.1, 90)), **fields,
    )  # fmt: skip
    return tell(run, *stories)


def causes(run: Recording) -> list[str]:
    """Slugs of the findings, the verdict first."""
    return [finding.cause for finding in explain(run).findings]
