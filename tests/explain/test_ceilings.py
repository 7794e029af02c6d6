import pytest

from memfit.explain.ceilings import ceilings_in_words, isolate_rows
from memfit.model.recording import Limit, Role
from tests.explain.build import GB, MB, isolate, process, recording, run_of, series, suite

WORKER = process(1)


def main(limit=None):
    return process(0, "node vitest.mjs", Role.MAIN, heap_limit=limit)


def rows(*isolates, limit=None, heap_limit=None, config=None, files=None):
    run = recording(
        main(heap_limit),
        WORKER,
        isolates=isolates,
        files=(run_of(),) if files is None else files,
        suite=suite(config=config) if config else None,
    )
    found = isolate_rows(run, Limit(limit, "--memory") if limit else None)
    return found, ceilings_in_words(found, {each.key: each for each in run.processes})


@pytest.mark.parametrize(
    ("version", "young"), [("18.20.0", 48), ("20.20.2", 48), ("v24.1.0", 192), ("26.0.0", 96)]
)
def test_what_v8_adds_for_young_objects_is_no_other_ceiling(version, young):
    told = isolate(version=version, heap_limit=(512 + young) * MB, asked={"NODE_OPTIONS": 512 * MB})

    (row,), said = rows(told)

    assert row.reaches is True
    assert said[0].endswith("of heap in force; asked for: 512 MB (NODE_OPTIONS)")


def test_a_flag_of_the_main_process_that_does_not_reach_a_worker_is_said():
    (row,), said = rows(isolate(), heap_limit=512 * MB)

    assert (row.reaches, dict(row.asked)) == (False, {"main": 512 * MB})
    assert said == (
        (
            "worker 4001 had 2.05 GB of heap in force, not what was asked for: "
            "512 MB (the main process's flags)"
        ),
    )


def test_a_configuration_that_does_not_reach_is_said():
    _, said = rows(isolate(), config={"old_space": 8 * GB})

    assert "8.00 GB (the runner's configuration)" in said[0]


def test_what_a_worker_asks_for_itself_counts_too():
    told = isolate(heap_limit=(256 + 48) * MB, asked={"resourceLimits": 256 * MB})

    (row,), _ = rows(told, heap_limit=4096 * MB)

    assert row.reaches is True


def test_what_is_asked_of_the_main_process_is_not_asked_of_helpers():
    (row,), said = rows(isolate(), heap_limit=512 * MB, files=())

    assert (row.reaches, said) == (None, ())


def test_a_small_ceiling_that_misses_is_not_taken_for_young_objects():
    (row,), _ = rows(isolate(heap_limit=259 * MB), heap_limit=128 * MB)

    assert row.reaches is False


def test_a_ceiling_above_the_limit_of_the_tree_is_said_once_for_all_workers():
    files = (run_of(), run_of("b", isolate="4001-2"))

    _, said = rows(isolate(), isolate("4001-2"), limit=1 * GB, files=files)

    assert said == (
        (
            "each of 2 isolates had 2.05 GB of heap in force, Node's default; that is above the tree's "
            "limit of 1.00 GB: V8 may not collect in time"
        ),
    )


def test_a_ceiling_that_is_in_doubt_comes_first():
    files = (run_of(), run_of("b", isolate="4001-2"))
    good = isolate(heap_limit=(512 + 48) * MB, asked={"NODE_OPTIONS": 512 * MB})

    _, said = rows(good, isolate("4001-2", asked={"flag": 512 * MB}), files=files)

    assert "not what was asked for" in said[0]
    assert "; asked for" in said[1]


def test_a_row_says_what_the_isolate_told():
    told = isolate(
        used=series((1, 5), (2, 90), (3, 30)),
        external=series((1, 2), (2, 7)),
        stalls=((1.0, 0.5),),
        own_cost=9 * MB,
    )

    (row,), _ = rows(told, limit=4 * GB)

    assert (row.heap_peak, row.external_peak, row.stalls) == (90 * MB, 7 * MB, 1)
    assert (row.files, row.tree_limit, row.own_cost) == (1, 4 * GB, 9 * MB)


def test_python_has_no_ceiling():
    (row,), said = rows(isolate(runtime="python", heap_limit=None), heap_limit=512 * MB)

    assert (row.reaches, said) == (None, ())


def test_one_setting_of_the_environment_that_main_and_worker_have_is_said_once():
    told = isolate(heap_limit=(512 + 48) * MB, asked={"NODE_OPTIONS": 512 * MB})
    _, (said,) = rows(told, heap_limit=512 * MB)

    assert said.endswith("asked for: 512 MB (NODE_OPTIONS)")
