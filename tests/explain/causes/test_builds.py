"""Builders: what their phases take, and what was there before the first of them."""

from dataclasses import replace

import pytest

from memfit.explain.verdict import explain
from memfit.model.finding import Basis
from memfit.model.recording import Role
from memfit.model.suite import Stretch, Suite
from tests.explain.build import MB, kills, printed, process, recording, series
from tests.explain.causes.runs import FATAL, causes
from tests.explain.story import Story, tell

LOADER = "Module._compile node:internal/modules/cjs/loader:1521"
TABLE = "makeTable /app/plugins/rates.js:12"
HOOK = "runHook /app/node_modules/rollup/dist/es/shared/node-entry.js:21000"


def a_build(*, base=0.0, phases=0.0, named=True, frames=(), runner="vite", builds=1, dropped=0.0):
    """A builder takes `base` MB, enters its first phase, takes `phases` MB more and dies."""
    story = Story(process=0, limit=300, waste=10)
    story.passes(2.0, keeps=base)
    for _ in range(3 if frames else 0):
        story.sees(*frames)
    began = story.now
    story.passes(0.2, keeps=-dropped)
    story.passes(2.0, keeps=phases)
    end = story.now + 0.1
    heap = series(
        *zip(story.isolate().used.at, (b / MB for b in story.isolate().used.value), strict=True)
    )
    run = recording(
        process(0, "node vite.js build", Role.MAIN, ended=end, signal=6, heap=heap),
        at=end, code=134, peak=400, output=(printed(FATAL, end),), runner=runner,
    )  # fmt: skip
    phases_named = tuple(
        Stretch("transform", str(number), 0, began + number / 10, None) for number in range(builds)
    )
    return replace(tell(run, story), suite=Suite(stretches=phases_named) if named else None)


def test_what_came_in_the_phases_of_a_build_is_their_peak():
    (finding, *_) = explain(a_build(phases=250)).findings

    assert (finding.cause, finding.basis) == ("build-phase-peak", Basis.INFERRED)
    assert (finding.culprit.process, finding.culprit.phase) == (Role.MAIN, "transform")


def test_what_was_there_before_the_first_phase_of_a_build_is_its_base():
    explained = explain(a_build(base=200, phases=60))
    (finding, *_) = explained.findings

    assert (finding.cause, finding.culprit.phase) == ("baseline-over-limit", "set-up")
    assert "its first phase 'transform'" in finding.sentence
    assert finding.evidence[0].number >= 200 * MB
    assert "build-phase-peak" in {each.cause for each in explained.rejected}


def test_what_a_build_let_go_of_when_it_began_is_no_base():
    assert causes(a_build(base=200, dropped=180, phases=240)) == ["build-phase-peak"]


def test_a_small_base_of_a_build_is_what_any_builder_needs():
    assert causes(a_build(base=30, phases=10)) == ["build-phase-peak"]


@pytest.mark.parametrize("runner", ["vite", "rollup", "webpack"])
def test_a_builder_that_died_while_it_loaded_its_configuration_entered_no_phase(runner):
    run = a_build(base=250, named=False, frames=(TABLE, LOADER), runner=runner)

    (finding, *_) = explain(run).findings

    assert (finding.cause, finding.culprit.module) == ("baseline-over-limit", "plugins/rates.js")


@pytest.mark.parametrize(
    "frames",
    [
        (),
        (TABLE, HOOK),
        (TABLE, "processTicksAndRejections node:internal/process/task_queues:95", LOADER),
    ],
    ids=["no stack", "called by the builder", "awaited by a module"],
)
def test_without_phases_and_without_the_loader_it_is_the_build(frames):
    assert causes(a_build(base=250, named=False, frames=frames)) == ["build-phase-peak"]


def test_builds_beside_each_other_are_counted_and_serial_builds_come_first():
    (finding, *_) = explain(a_build(phases=250, builds=4)).findings

    assert "4 builds beside each other" in finding.sentence
    assert [each.number for each in finding.evidence][1:] == [4]
    assert finding.remedies[0].id == "serial-builds"


def test_a_script_that_builds_is_not_said_to_run_one_build():
    story = Story(process=0, waste=10).passes(2.0, keeps=300)
    story.sees(HOOK)
    held = story.isolate().rss
    end = story.now + 0.1
    run = recording(
        process(0, "node build.mjs", Role.MAIN, ended=end, signal=9), at=end, code=None, signal=9,
        memory=380, peak=380, usage=held, runner=None, runner_version=None,
        oom_kills=(kills(0.0, 0, 0, 0), kills(end, 1, 1, 1)),
    )  # fmt: skip
    (finding, *_) = explain(tell(run, story)).findings

    assert (finding.cause, finding.culprit.package) == ("build-phase-peak", "rollup")
    assert [each.what for each in finding.evidence] == ["held by the builder"]
