"""What `memfit run` learns from inside Node, and that Node runs on where it learns nothing."""

import json
import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from memfit.model.recording import How
from memfit.model.suite import Outcome
from tests.platforms import require
from tests.spec.memfit import NOBODY, Memfit, must_be_root, must_have

pytestmark = pytest.mark.node

TESTS = """
const { test, beforeEach } = require('node:test');
const held = [];
test('goes well', () => {});
test('fills the heap', () => { for (;;) held.push(new Array(1000).fill(held.length)); });
"""


@pytest.fixture(autouse=True)
def node() -> str:
    found = shutil.which("node")
    require(None if found else "node is not installed")
    return str(found)


def write(directory: Path, name: str, text: str) -> str:
    (directory / name).write_text(text)
    return name


def test_a_test_that_dies_of_memory_is_named(memfit: Memfit):
    name = write(memfit.directory, "a.test.js", TESTS)

    result = memfit("node", "--test", name, variables={"NODE_OPTIONS": "--max-old-space-size=50"})

    (file,) = result.recording.files
    assert result.returned == 1
    assert (file.file, file.ended) == (str(memfit.directory / name), None)
    assert [(test.name, test.outcome) for test in file.tests] == [
        ("goes well", Outcome.PASSED), ("fills the heap", None),
    ]  # fmt: skip
    isolate = next(each for each in result.recording.isolates if each.name == file.isolate)
    assert dict(isolate.asked) == {"NODE_OPTIONS": 50 << 20}
    assert isolate.heap_limit is not None
    assert isolate.heap_limit > 50 << 20


def test_a_file_that_ends_has_its_outcome_and_what_it_kept(memfit: Memfit):
    name = write(
        memfit.directory, "b.test.js",
        "globalThis.kept = []; const { test } = require('node:test');"
        "test('keeps', () => { for (let n = 0; n < 1e5; n++) kept.push({ n });"
        " for (let n = 0; n < 1e5; n++) ({ n }) });",
    )  # fmt: skip

    result = memfit("node", "--test", name, options=["--gc"])

    (file,) = result.recording.files
    assert (result.returned, file.outcome) == (0, Outcome.PASSED)
    assert file.kept is not None
    assert file.before.used is not None
    assert file.kept.used is not None
    assert file.kept.used - file.before.used > 1_600_000
    assert result.recording.suite is not None
    assert result.recording.suite.planned == (str(memfit.directory / name),)


def test_the_peak_of_a_process_is_exact_although_its_mark_was_reset(memfit: Memfit):
    fat = "const { test } = require('node:test'); test('fat', () => { Buffer.alloc(120e6, 1) });"
    thin = "const { test } = require('node:test'); test('thin', () => { gc(); gc() });"
    for name, text in (("1.test.js", fat), ("2.test.js", thin)):
        write(memfit.directory, name, text)

    result = memfit("node", "--expose-gc", "--test", "1.test.js", "2.test.js")

    peaks = {
        Path(file.file).name: next(
            each.peak for each in result.recording.processes if each.key == file.process
        )
        for file in result.recording.files
    }
    assert peaks["1.test.js"].how is peaks["2.test.js"].how is How.EXACT
    assert peaks["1.test.js"].bytes - peaks["2.test.js"].bytes > 100_000_000


def test_without_the_agent_the_program_has_its_own_environment(memfit: Memfit):
    show = "process.stdout.write(JSON.stringify(process.env))"
    inherited = {"NODE_OPTIONS": "--max-old-space-size=99", "PYTHONPATH": "/mine"}

    result = memfit("node", "-e", show, options=["--no-agent"], variables=inherited)

    got = json.loads(result.stdout)
    assert {name: got.get(name) for name in ("PATH", *inherited)} == {
        "PATH": os.environ["PATH"], **inherited,
    }  # fmt: skip
    assert not [name for name in got if name.startswith("MEMFIT_")]
    assert not (result.path / "isolates").exists()


@pytest.mark.parametrize(
    "script", ["NODE_OPTIONS=--max-old-space-size=99 node -e 1", "env -u NODE_OPTIONS node -e 1"]
)
def test_a_script_with_node_options_of_its_own_is_seen_inside(script: str, memfit: Memfit):
    result = memfit("sh", "-c", f"{script}; exit 3")

    assert result.returned == 3
    assert len(result.recording.isolates) == 1
    assert result.recording.notes == ()


def test_a_node_that_was_not_reached_is_named(memfit: Memfit):
    script = f"env -u NODE_OPTIONS {shutil.which('node')} -e 'setTimeout(() => {{}}, 700)'; true"

    result = memfit("sh", "-c", script)

    (note,) = result.recording.notes
    assert note.startswith("the agent did not reach 1 Node process: ")


def test_the_permission_model_is_left_alone(memfit: Memfit, node: str):
    words = ("--experimental-permission", "--allow-fs-read=*", "-p", "6 * 7")
    require(
        None
        if subprocess.run([node, *words], capture_output=True, check=False).returncode == 0
        else "this Node has no --experimental-permission"
    )

    result = memfit("node", *words)

    assert (result.returned, result.stdout) == (0, b"42\n")
    assert "permission" in result.recording.notes[0]


@pytest.mark.parametrize("gone", ["temporary directory", "recording"])
def test_a_program_runs_on_when_what_the_agent_needs_is_deleted(gone: str, memfit: Memfit):
    doomed = memfit.directory / "doomed"
    doomed.mkdir()
    inside = "$(dirname $MEMFIT_STREAMS)/isolates" if gone == "recording" else str(doomed)

    result = memfit(
        "sh", "-c", f'rm -rf "{inside}"; node -p 1; node -p 2', variables={"TMPDIR": str(doomed)}
    )

    assert (result.returned, result.stdout, result.stderr) == (0, b"1\n2\n", "")


def test_a_program_that_becomes_another_user_runs_as_before(memfit: Memfit, node: str):
    must_be_root()
    must_have("setpriv")
    user = f"setpriv --reuid={NOBODY} --regid={NOBODY} --clear-groups"

    result = memfit("sh", "-c", f"{user} {node} -p 'process.getuid()'")

    assert (result.returned, result.stdout, result.stderr) == (0, f"{NOBODY}\n".encode(), "")


def test_a_set_user_id_program_runs_as_before(memfit: Memfit, node: str):
    must_be_root()
    must_have("setpriv")
    copy = memfit.directory / "node-of-root"
    shutil.copy(os.path.realpath(node), copy)
    copy.chmod(0o755 | stat.S_ISUID)
    for place in (memfit.directory, *memfit.directory.parents):
        if place.stat().st_uid == os.geteuid():
            place.chmod(place.stat().st_mode | 0o011)
    user = f"setpriv --reuid={NOBODY} --regid={NOBODY} --clear-groups"

    result = memfit("sh", "-c", f"{user} {copy} -p 6*7")

    assert (result.returned, result.stdout, result.stderr) == (0, b"42\n", "")


def test_a_project_that_cannot_be_written_is_seen_inside_all_the_same(
    memfit: Memfit, as_nobody: list[str]
):
    memfit.directory.chmod(0o555)
    os.chown(memfit.directory, 0, 0)
    words = [*as_nobody, *memfit.line(["node", "-p", "1"])[0]]
    del words[words.index("--recording") : words.index("--recording") + 2]

    ran = subprocess.run(words, cwd=memfit.directory, capture_output=True, check=False, timeout=60)

    assert (ran.returncode, ran.stdout) == (0, b"1\n")


def test_a_report_of_a_fatal_error_holds_no_environment(memfit: Memfit):
    fill = "const held = []; for (;;) held.push(new Array(1000).fill(held.length))"

    result = memfit(
        "node", "--max-old-space-size=50", "-e", fill,
        options=["--report-on-fatalerror"], variables={"HUNTER": "hunter2"},
    )  # fmt: skip

    (report,) = (result.path / "reports").iterdir()
    assert json.loads(report.read_text())["javascriptHeap"]["memoryLimit"] > 50 << 20
    assert "hunter" not in report.read_text().lower()
    assert report.stat().st_mode & 0o777 == 0o600


def test_a_snapshot_that_cannot_fit_is_refused_and_says_why(memfit: Memfit):
    name = write(
        memfit.directory, "c.test.js",
        "const held = Array.from({ length: 1e6 }, (_, n) => ({ n })); require('node:test').test('t', () => held.length)",
    )  # fmt: skip

    result = memfit(
        "node", "--test", name, options=["--snapshot", "at-file-end", "--memory", "300m"]
    )

    snapshots = [each for isolate in result.recording.isolates for each in isolate.snapshots]
    assert result.returned == 0
    assert [(each.complete, each.why.startswith("not taken: it needs about")) for each in snapshots] == [
        (False, True)
    ]  # fmt: skip
    assert not (result.path / "snapshots").exists()


def test_a_snapshot_at_the_end_of_a_file_is_complete(memfit: Memfit):
    name = write(memfit.directory, "d.test.js", "require('node:test').test('t', () => {})")

    result = memfit("node", "--test", name, options=["--snapshot", "at-file-end"])

    (snapshot,) = [each for isolate in result.recording.isolates for each in isolate.snapshots]
    assert (snapshot.complete, snapshot.reason, snapshot.file) == (
        True, "at-file-end", str(memfit.directory / name),
    )  # fmt: skip
    taken = result.path / snapshot.path
    assert json.loads(taken.read_text())["snapshot"]["node_count"] > 1000
    assert taken.stat().st_mode & 0o077 == 0


def test_enormous_names_of_tests_are_cut(memfit: Memfit):
    name = write(
        memfit.directory, "e.test.js", "require('node:test').test('x'.repeat(1e5), () => {})"
    )

    result = memfit("node", "--test", name)

    assert len(result.recording.files[0].tests[0].name) == 1001
