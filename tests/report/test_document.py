import json
import re
from pathlib import Path

from memfit.explain.verdict import explain
from memfit.model.isolate import Collections
from memfit.model.recording import Role
from memfit.model.suite import Stretch
from memfit.report.document import document
from tests.explain.build import (
    MB,
    a_test,
    isolate,
    kills,
    process,
    recording,
    run_of,
    sampled,
    series,
    suite,
)

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "explanation-format.md"
OOM = (kills(0, 0, 0, 0), kills(5.1, 1, 1, 1))


def a_document(*processes, **fields):
    run = recording(*processes, **fields)
    return json.loads(json.dumps(document(explain(run), run)))


def an_oom():
    node = process(0, "node vite.js build", Role.MAIN, rss=90, heap=40)
    esbuild = process(1, "esbuild --service", Role.HELPER, rss=400, ended=5.0, signal=9)
    return a_document(
        node,
        esbuild,
        memory=512,
        peak=512,
        usage=sampled([100 + 4 * tick for tick in range(100)]),
        oom_kills=OOM,
    )


def test_the_document_says_what_the_design_asks_for():
    said = an_oom()

    assert said["schema"] == 1
    assert said["ending"]["kind"] == "oom-killed"
    assert said["ending"]["exit_code"] == 0
    assert said["ending"]["process"] == {"key": 1, "pid": 4001, "role": "helper"}
    assert said["complete"] is False
    assert said["peak"] == {"bytes": 512 * MB, "how": "exact", "source": "memory.peak"}
    assert said["findings"][0]["cause"] == "helper-process"
    assert said["findings"][0]["culprit"]["pid"] == 4001
    assert said["findings"][0]["culprit"]["file"] is None
    assert (said["files"], said["phases"]) == ([], [])


def test_processes_are_named_by_key_pid_and_role_everywhere():
    said = an_oom()
    helper = {"key": 1, "pid": 4001, "role": "helper"}

    assert said["victim"] == said["biggest"] == helper
    assert said["holders"][0] == {
        "process": helper,
        "rss": 400 * MB,
        "heap": None,
        "native": None,
    }
    assert [shape["process"] for shape in said["shapes"]][:2] == [None, helper]
    assert said["processes"][0]["key"] == 1
    assert said["processes"][0]["peak"]["how"] == "exact"


def test_what_is_not_known_is_null_and_never_missing():
    empty = a_document(processes=(), end=None, oom_kills=())

    assert set(empty) == set(an_oom())
    for key in ("peak", "peak_at", "headroom", "elapsed", "victim", "biggest", "page_cache"):
        assert empty[key] is None


def seen_from_inside():
    """A document of a run whose tests were watched from inside."""
    worker = process(1, rss=series((0.5, 60), (2.0, 200)), ended=9.0)
    gc = Collections(9, 0.5, 2, 0.3, 0.1)
    return a_document(
        process(0, "node vitest.mjs run", Role.MAIN, rss=90),
        worker,
        files=(run_of(tests=[a_test()]),),
        isolates=(isolate(collections=gc),),
        suite=suite(stretches=(Stretch("coverage", "", 1, 4.0, 5.0),)),
        usage=series((0, 100), (4.5, 300)),
    )


def test_every_key_is_specified():
    specified = set(re.findall(r"^\| `([^`]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    written = {*_paths(an_oom()), *_paths(seen_from_inside())}

    assert written <= specified
    assert specified <= written


def test_a_test_file_has_its_numbers_side_by_side():
    (file,) = seen_from_inside()["files"]

    assert {key: file[key] for key in ("file", "worker", "start", "end", "outcome")} == {
        "file": "/app/src/a.test.ts",
        "worker": "1",
        "start": 1.0,
        "end": 3.0,
        "outcome": "passed",
    }
    assert (file["rss_peak"], file["rss_peak_how"]) == (200 * MB, "sampled")
    assert file["process"] == {"key": 1, "pid": 4001, "role": "worker"}
    assert (file["last_test"], file["last_hook"], file["heap_kept"]) == ("adds", None, None)


def test_phases_and_isolates_name_their_processes():
    said = seen_from_inside()
    worker = {"key": 1, "pid": 4001, "role": "worker"}

    phases = {phase["name"]: phase for phase in said["phases"]}
    assert phases["coverage"]["process"] == phases["coverage"]["rss_process"] == worker
    assert phases["coverage"]["peak"]["bytes"] == 300 * MB
    assert said["isolates"][0]["process"] == worker


def test_hostile_text_survives_as_data():
    command = "node\x1b[31m [bold]x[/bold]\n\udcff"
    said = a_document(process(0, command, Role.MAIN, rss=90), usage=series((0, 90)))

    assert said["processes"][0]["command"] == ["node\x1b[31m", "[bold]x[/bold]\n\udcff"]


def _paths(value, path=""):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield f"{path}.{key}".lstrip(".")
            yield from _paths(inner, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for inner in value:
            yield from _paths(inner, f"{path}[]")
