from dataclasses import replace

from memfit.explain.verdict import explain
from memfit.model.inside import IsolateRow
from memfit.model.recording import Role
from memfit.report.page_data import MOST_PROCESSES, MOST_READINGS, page_data
from tests.explain.build import MB, process, recording, sampled, series
from tests.report.synthetic import suite


def told(run, **changes):
    return page_data(replace(explain(run), **changes), run)


def test_text_is_escaped_as_for_a_terminal():
    said = told(recording(process(0, "node\x1b[2J \u202e", Role.MAIN, rss=9), notes=("a\x07",)))

    assert said["processes"][0]["command"] == r"node\x1b[2J \u202e"
    assert r"a\x07" in said["notes"]


def test_a_lane_knows_the_heap_limit_that_was_in_force():
    run = recording(process(1, rss=90, heap=40, heap_limit=300 * MB))
    isolate = IsolateRow(
        "4001-0", 1, 0, "node", "20", None, None, 0.0, None, 0, heap_limit=312 * MB
    )
    inside = replace(explain(run).interior, isolates=(isolate,))

    assert told(run)["lanes"][0]["heap_limit"] == 300 * MB
    assert told(run, interior=inside)["lanes"][0]["heap_limit"] == 312 * MB


def test_files_are_named_from_the_working_directory_and_find_their_lane():
    run = suite(20.0, 100, 8)
    run = replace(run, files=tuple(replace(one, file=f"/app/{one.file}") for one in run.files))

    said = told(run)

    first = said["files"][0]
    assert first["file"] == "src/test/file-000.test.ts"
    assert said["lanes"][first["lane"]]["name"] == "worker 4001"


def test_what_is_left_out_is_said():
    many = [process(key, "sh", Role.HELPER, rss=1) for key in range(MOST_PROCESSES + 5)]
    long = process(9000, rss=sampled(range(2 * MOST_READINGS), 0.001), ended=None)

    said = told(recording(long, *many))

    assert len(said["processes"]) == MOST_PROCESSES
    assert f"the largest {MOST_PROCESSES} of {MOST_PROCESSES + 6} processes" in said["cut"][1]
    assert f"about {MOST_READINGS:,} of " in said["cut"][0]


def test_nothing_is_left_out_of_a_short_run():
    assert told(recording(process(0, rss=9), usage=series((0, 9))))["cut"] == []
