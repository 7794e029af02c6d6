from dataclasses import replace

from memfit.explain.verdict import explain
from memfit.model.finding import Basis
from memfit.model.recording import Role
from tests.explain.build import MB, kills, process, recording, sampled, series
from tests.explain.story import Story

OOM = (kills(0, 0, 0, 0), kills(9.0, 1, 1, 1))
MAIN = process(0, "node vitest.mjs run", Role.MAIN, rss=80, heap=40, exit_code=1)


def worker(key: int, rss, **fields):
    return process(key, rss=rss, heap=20.0, **fields)


def steady(key: int, rss: float = 105, **fields):
    """A worker that warms up in a second and stays."""
    climb = [rss * min(1.0, (tick + 1) / 20) for tick in range(180)]
    return worker(key, sampled(climb), **fields)


def a_run(*workers, **fields):
    usage = series((0, 80), (1, 480), (8.9, 510), (9.1, 400))
    return recording(
        MAIN, *workers, **{"memory": 512, "oom_kills": OOM, "code": 1, "usage": usage, **fields}
    )


def four(rss: float = 105):
    return [steady(1, rss, ended=9.0, signal=9), *(steady(key, rss) for key in (2, 3, 4))]


def causes(run):
    return [finding.cause for finding in explain(run).findings]


def test_alike_and_steady_workers_that_fill_the_limit_together_are_the_cause():
    (finding,) = explain(a_run(*four())).findings

    assert (finding.cause, finding.basis) == ("workers-times-ceiling", Basis.INFERRED)
    assert [each.number for each in finding.evidence] == [4, 420 * MB, 105 * MB, 512 * MB]
    assert "4 workers held 420 MB together (estimate)" in finding.sentence


def test_without_a_memory_ending_full_workers_are_nobodys_fault():
    healthy = [steady(key) for key in (1, 2, 3, 4)]

    assert causes(a_run(*healthy, oom_kills=(), code=0)) == []


def test_one_worker_alone_is_not_several():
    assert causes(a_run(steady(1, 420, ended=9.0, signal=9))) == []


def test_one_worker_much_larger_than_the_others_is_its_own_trouble():
    small = [steady(key, 60) for key in (2, 3, 4)]

    assert causes(a_run(steady(1, 290, ended=9.0, signal=9), *small)) == []


def test_a_worker_over_most_of_the_limit_is_its_own_trouble():
    assert causes(a_run(steady(1, 345, ended=9.0, signal=9), steady(2, 170))) == []


def test_a_growing_worker_is_its_own_trouble():
    climb = worker(1, sampled([20 + tick * 0.5 for tick in range(180)]), ended=9.0, signal=9)

    assert causes(a_run(climb, *four()[1:])) == []


def test_workers_that_held_little_of_the_usage_are_not_the_cause():
    assert causes(a_run(*four(60))) == []


def test_runners_that_run_beside_each_other_count_as_workers():
    runners = [
        replace(steady(key, 230), role=Role.MAIN, command=("node", "jest.js", "-i"))
        for key in (1, 2)
    ]
    runners[0] = replace(runners[0], ended=9.0, signal=9, exit_code=None)
    stories = [Story(process=each.key).files(2, seconds=1.3) for each in runners]
    run = a_run(*runners)
    told = replace(
        run,
        processes=tuple(
            replace(each, role=Role.WRAPPER) if each.key == 0 else each for each in run.processes
        ),
        isolates=tuple(story.isolate() for story in stories),
        files=tuple(file for story in stories for file in story.runs()),
    )
    (finding,) = explain(told).findings

    assert (finding.cause, finding.culprit.process) == ("workers-times-ceiling", Role.MAIN)
    assert finding.remedies[0].id == "fewer-runs"
    assert "half of the workers" not in finding.experiment
