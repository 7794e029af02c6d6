"""Remedies and experiments that exist in the runner and the version that was recorded."""

from dataclasses import replace

import pytest

from memfit.explain.causes import remedies
from memfit.explain.verdict import explain
from memfit.model.suite import Suite
from tests.explain.build import MB
from tests.explain.causes.runs import died
from tests.explain.causes.test_main_process import a_run
from tests.explain.story import Story

BASE = "baseline-over-limit"


def flagged(run, **asked):
    """The run with what its isolates were asked for, in MB of old space."""
    sizes = {source: size * MB for source, size in asked.items()}
    return replace(run, isolates=tuple(replace(each, asked=sizes) for each in run.isolates))


def high(**fields):
    return died(Story(limit=250).file("/app/tests/a.test.ts", imports=200, modules=9), **fields)


def first(run):
    return explain(run).findings[0]


def ceiling(run):
    found = first(run)
    return next(each.how for each in found.remedies if each.id == "heap-ceiling")


@pytest.mark.parametrize(
    ("version", "place"),
    [
        ("3.2.4", "test: { poolOptions: { forks: { execArgv: ['--max-old-space-size="),
        ("4.1.0", "test: { execArgv: ['--max-old-space-size="),
    ],
)
def test_a_flag_of_the_configuration_is_raised_there_because_it_wins_over_the_variable(
    version, place
):
    run = flagged(high(runner_version=version), flag=200)

    assert first(run).cause == BASE
    assert ceiling(run).startswith(place)


def test_a_flag_that_hides_what_the_variable_asks_for_is_what_must_change():
    run = flagged(high(), flag=200, NODE_OPTIONS=800)

    assert first(run).cause == "ceiling-misses-workers"
    assert "execArgv: ['--max-old-space-size=800']" in ceiling(run)


def test_a_flag_of_another_runner_is_named_as_what_wins():
    run = flagged(high(runner="jest", runner_version="30.0.0"), flag=200)

    assert "in place of the flag that it is started with" in ceiling(run)


def test_without_a_flag_the_variable_reaches_every_worker():
    assert ceiling(flagged(high(), NODE_OPTIONS=200)).startswith("NODE_OPTIONS=")


@pytest.mark.parametrize(
    ("limit", "memory", "least"), [(180, None, 94), (4000, None, 300), (4000, 600, 157)]
)
def test_jest_replaces_a_worker_before_its_heap_dies(limit, memory, least):
    run = died(Story(limit=limit).files(11, keeps=8), runner="jest", memory=memory)

    (remedy,) = remedies.isolate_files(run)

    assert remedy.how == f"jest --maxWorkers=2 --workerIdleMemoryLimit={least}MB"


@pytest.mark.parametrize(
    ("environment", "closes"),
    [("happy-dom", False), ("jsdom", True), ("./tests/browser.js", True)],
)
def test_a_window_of_jsdom_is_closed_by_its_own_method(environment, closes):
    story = Story(limit=330)
    for number in range(12):
        story.file(
            f"tests/{number}.test.ts", keeps=24, contexts=1, documents=1 + number, ends=number < 11
        )
    run = died(story, suite=Suite(config={"environment": environment}))
    found = first(run)

    assert found.cause == "dom-window-retained"
    assert ("window.close()" in found.remedies[0].how) is closes


@pytest.mark.parametrize("settings", [{"text": 20 << 20}, {"coverage": True}])
@pytest.mark.parametrize(("runner", "other"), [("jest", "vitest"), ("vitest", "jest")])
def test_remedies_of_the_main_process_are_those_of_its_runner(settings, runner, other):
    found = first(replace(a_run(during=200, **settings), runner=runner))

    said = " ".join([found.experiment, *(each.how for each in found.remedies)])
    assert len(found.remedies) >= 2
    assert other not in said
    assert ("disableConsoleIntercept" in said) is (runner == "vitest" and "text" in settings)


@pytest.mark.parametrize(
    ("runner", "option"),
    [
        ("vitest", "(-t)"),
        ("jest", "(-t)"),
        ("pytest", "(pytest -k)"),
        ("mocha", "(mocha --fgrep)"),
        ("node --test", "(node --test --test-name-pattern)"),
    ],
)
def test_a_test_is_run_alone_by_the_option_that_its_runner_has(runner, option):
    story = Story(limit=320).files(2)
    story.file("/app/tests/loop.test.ts", keeps=280, tests=1, seconds=8.0, ends=False)
    story.sees("render /app/src/render.ts:12", "test /app/tests/loop.test.ts:5")
    found = first(died(story, runner=runner))

    assert found.cause == "runaway-test"
    assert option in found.experiment
