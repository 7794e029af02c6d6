"""`memfit run` from end to end on a real kernel of cgroup v2, as root and as a user."""

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from memfit.limits import tree
from memfit.limits.cgroup2 import CgroupV2
from memfit.limits.contract import Request
from memfit.limits.mounts import find_group

pytestmark = pytest.mark.v2

SUITE = Path(__file__).parents[2] / "cases" / "healthy-vitest"
PAGE = os.sysconf("SC_PAGE_SIZE")
LIMIT = 60 << 20
TAKE_TOO_MUCH = "bytearray(200 << 20)"


@pytest.fixture
def scope():
    """A cgroup for memfit alone, as `systemd-run --scope` or a container gives it."""
    if "MEMFIT_V2" not in os.environ:
        pytest.skip("runs in the kernel that `make test-v2` boots")
    enclosure = CgroupV2().open(Request(uuid.uuid4().hex[:8]))
    yield enclosure
    enclosure.kill()
    enclosure.close()


@pytest.fixture
def memfit(tmp_path, scope):
    """Runs a command under memfit; returns its exit code, what explain says, and the manifest."""
    recording = tmp_path / "recording"
    program = [sys.executable, "-m", "memfit"]

    def run(*words, cwd=tmp_path):
        command = [*program, "run", "--recording", str(recording), *words]
        done = subprocess.run(command, cwd=cwd, check=False, preexec_fn=scope.join)
        explained = subprocess.run(
            [*program, "explain", str(recording), "--format", "json"],
            stdout=subprocess.PIPE,
            check=False,
        )
        manifest = json.loads((recording / "manifest.json").read_text())
        return done.returncode, json.loads(explained.stdout), manifest

    return run


@pytest.fixture
def vitest():
    """The command line of one file of a suite that peaks at 190 MB."""
    if not (SUITE / "node_modules").is_dir():
        pytest.skip(f"{SUITE.name} is not installed")
    return ["--", "node", "node_modules/vitest/vitest.mjs", "run", "tests/all.test.ts"]


def test_a_run_that_takes_too_much_is_oom_killed_by_its_own_limit(memfit):
    code, said, manifest = memfit("--memory", "60m", "--", sys.executable, "-c", TAKE_TOO_MUCH)

    assert code == 137
    assert manifest["limits"]["how"] == "cgroup-v2"
    assert (said["ending"]["kind"], said["ending"]["by"]) == ("oom-killed", "--memory")
    assert (said["peak"]["how"], said["peak"]["source"]) == ("exact", "memory.peak")
    assert abs(said["peak"]["bytes"] - LIMIT) <= PAGE


def test_a_run_that_ends_well_although_a_child_was_killed_has_not_passed(memfit):
    parent = (
        "import subprocess, sys\n"
        f"subprocess.run([sys.executable, '-c', {TAKE_TOO_MUCH!r}], check=False)"
    )
    code, said, _ = memfit("--memory", "60m", "--", sys.executable, "-c", parent)

    assert code == 0
    assert said["ending"]["kind"] == "oom-killed"
    assert said["complete"] is False


def test_a_run_that_fits_passes_and_leaves_no_cgroup(memfit):
    around = find_group("").directory.parent
    before = set(tree.subgroups(around))

    code, said, _ = memfit("--memory", "60m", "--", sys.executable, "-c", "bytearray(20 << 20)")

    assert code == 0
    assert said["ending"]["kind"] == "passed"
    assert 20 << 20 < said["peak"]["bytes"] < LIMIT
    assert set(tree.subgroups(around)) == before


def test_137_without_want_of_memory_is_not_taken_for_a_kill(memfit):
    code, said, _ = memfit("--memory", "60m", "--", sys.executable, "-c", "raise SystemExit(137)")

    assert code == 137
    assert said["ending"]["kind"] == "failed"


def test_a_real_suite_that_fits_passes(memfit, vitest):
    code, said, _ = memfit("--memory", "1g", *vitest, cwd=SUITE)

    assert code == 0
    assert said["ending"]["kind"] == "passed"
    assert said["complete"] is True
    assert not [finding for finding in said["findings"] if finding["level"] == "error"]


def test_a_real_suite_that_does_not_fit_is_oom_killed(memfit, vitest):
    code, said, _ = memfit("--memory", "80m", *vitest, cwd=SUITE)

    assert code != 0
    assert (said["ending"]["kind"], said["ending"]["by"]) == ("oom-killed", "--memory")
    assert said["complete"] is False
