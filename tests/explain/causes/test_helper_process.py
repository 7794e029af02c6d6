from dataclasses import replace

import pytest

from memfit.explain.verdict import explain
from memfit.model.finding import Basis, EndingKind, Level
from memfit.model.recording import EndedBy, Exec, Process, Role
from tests.explain.build import MB, kills, printed, process, recording, series
from tests.explain.story import Story

OOM = (kills(0, 0, 0, 0), kills(5.1, 1, 1, 1))


def a_run(helper: Process, heap: float = 30, **fields):
    node = process(0, "node vite.js build", Role.MAIN, rss=90, heap=heap)
    fields = {"memory": 512, "oom_kills": OOM, "code": 1, **fields}
    return recording(node, helper, usage=series((0, 100), (5, 510), (5.2, 90)), **fields)


def esbuild(rss: float = 400, **fields) -> Process:
    fields = {"role": Role.HELPER, "ended": 5.05, "signal": 9, **fields}
    return process(1, "/app/esbuild --service=0.25", rss=rss, **fields)


def causes(run):
    return [finding.cause for finding in explain(run).findings]


def test_a_go_helper_that_holds_most_at_an_oom_kill_is_the_cause():
    (finding,) = explain(a_run(esbuild())).findings

    assert (finding.cause, finding.level, finding.basis) == (
        "helper-process",
        Level.ERROR,
        Basis.INFERRED,
    )
    assert (finding.culprit.pid, finding.culprit.package) == (4001, "esbuild")
    assert [each.number for each in finding.evidence] == [400 * MB, 510 * MB, 30 * MB]
    assert finding.remedies


def test_the_budget_of_the_watchdog_counts_like_the_kernels():
    run = a_run(esbuild(), ended_by=EndedBy.WATCHDOG, how="watchdog", oom_kills=(), code=1)

    assert causes(run) == ["helper-process"]


def test_what_cannot_be_dropped_decides_and_not_page_cache():
    run = a_run(esbuild(240), anonymous=series((0, 50), (5, 300)))

    assert causes(run) == ["helper-process"]
    assert causes(a_run(esbuild(240))) == []


@pytest.mark.parametrize(
    "fields", [{"oom_kills": ()}, {"oom_kills": (), "code": 0}, {"oom_kills": (), "code": 137}]
)
def test_without_a_memory_ending_a_large_helper_is_nobodys_fault(fields):
    survivor = esbuild(ended=10.0, signal=None, exit_code=0)

    assert causes(a_run(survivor, **fields)) == []


def test_a_large_v8_heap_speaks_against_it():
    assert causes(a_run(esbuild(), heap=200)) == []


def test_a_child_that_has_not_run_its_program_yet_shows_its_parents_memory():
    assert causes(a_run(esbuild(execs=()))) == []


def test_a_builder_that_a_builder_started_is_its_helper():
    assert causes(a_run(esbuild(role=Role.MAIN))) == ["helper-process"]


def test_a_heap_that_was_read_before_it_ran_its_program_is_its_parents():
    late = (Exec(1.0, ("esbuild",)),)

    assert causes(a_run(esbuild(heap=30.0, execs=late))) == ["helper-process"]


def test_a_heap_of_nothing_makes_no_node():
    assert causes(a_run(esbuild(heap=0.0))) == ["helper-process"]


def test_another_node_process_is_no_helper_in_this_sense():
    assert causes(a_run(esbuild(heap=10.0))) == []


def test_a_run_without_node_has_no_helper_in_this_sense():
    python = process(0, "python -m pytest", Role.MAIN, rss=90)
    run = recording(
        python, esbuild(), memory=512, oom_kills=OOM, code=1, usage=series((0, 100), (5, 510))
    )

    assert causes(run) == []


def server(**fields) -> Process:
    return process(2, "node server.mjs", Role.HELPER, **{"ended": 5.0, **fields})


def with_server(story: Story, *processes: Process, **fields):
    """Tests ran in a worker of vitest; the story is that of a server beside them."""
    tests = Story(process=1).files(3)
    main = process(0, "node vitest.mjs run", Role.MAIN, rss=90, heap=30, exit_code=1)
    worker = process(1, rss=60, heap=20)
    return replace(
        recording(main, worker, *processes, at=6.0, code=1, **fields),
        isolates=(tests.isolate(), replace(story.isolate(), runner=None)),
        files=tests.runs(),
    )


def test_a_server_of_node_that_died_at_its_own_ceiling_is_the_helper():
    story = Story(process=2, limit=260, start=0.1).passes(4.8, keeps=235)
    died = server(signal=6, rss=340, heap=255)
    fatal = printed(
        "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n"
    )
    explanation = explain(with_server(story, died, output=(fatal,)))

    assert explanation.ending.kind is EndingKind.HEAP_LIMIT
    (finding,) = explanation.findings
    assert (finding.cause, finding.culprit.process) == ("helper-process", Role.HELPER)
    assert finding.remedies


def test_a_server_of_node_that_holds_most_of_the_tree_is_the_helper():
    story = Story(process=2, start=0.1).passes(4.8, keeps=350)
    run = with_server(
        story, server(signal=9, ended=5.05, rss=400, heap=340), memory=512, oom_kills=OOM,
        usage=series((0, 100), (4.8, 510), (5.2, 90)),
    )  # fmt: skip

    assert causes(run)[0] == "helper-process"
