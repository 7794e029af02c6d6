"""Every case has a label that can be trusted, and installs from a lock file without addresses."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cases import install
from memfit.model.finding import EndingKind
from memfit.model.recording import Role
from memfit.units import parse_bytes, parse_seconds
from tests.cases.labels import CASES, Case, cases
from tests.platforms import require

# The table of causes as the project's knowledge pages list it; a label names one of these.
CAUSES = {
    "workers-times-ceiling",
    "ceiling-misses-workers",
    "baseline-over-limit",
    "retained-across-files",
    "mock-registry",
    "unreleased-resource",
    "context-leak",
    "dom-window-retained",
    "matcher-spike",
    "runaway-test",
    "runaway-timer",
    "native-per-test",
    "helper-process",
    "ipc-backlog",
    "main-process-logs",
    "coverage-in-main",
    "build-phase-peak",
    "import-fan-out",
}
KEYS = {
    "command",
    "install",
    "memory",
    "cpus",
    "timeout",
    "environment",
    "ending",
    "cause",
    "culprit",
    "measured",
    "cure",
    "confused_with",
}
CULPRIT_KEYS = {"role", "thread", "file", "module", "phase", "holder"}
MEASURED_KEYS = {
    "versions",
    "runs",
    "alike",
    "exit_code",
    "seconds",
    "tree_peak",
    "culprit_peak",
    "culprit_heap",
    "oom_kills",
    "prints",
}
CURE_KEYS = {"what", "runs", "tree_peak", "seconds"}
RANGES = ("seconds", "tree_peak", "culprit_peak", "culprit_heap", "oom_kills")

ALL = cases()
DYING = [case for case in ALL if case.label["cause"]]
KITS = sorted(path for path in (CASES / install.PACKAGES).iterdir() if path.is_dir())
LOCKED = [*(case.directory for case in ALL if case.label["install"] == "npm"), *KITS]


def _id(case: Case) -> str:
    return case.name


every_case = pytest.mark.parametrize("case", ALL, ids=_id)
every_dying_case = pytest.mark.parametrize("case", DYING, ids=_id)
every_lock_file = pytest.mark.parametrize("directory", LOCKED, ids=lambda path: path.name)


def test_every_folder_is_a_case():
    folders = {path.name for path in CASES.iterdir() if path.is_dir()}
    others = {"__pycache__", install.PACKAGES}
    assert folders - others == {case.name for case in ALL}


def test_every_kit_is_there_for_some_case():
    assert {kit.name for kit in KITS} == {install.kit(c.label["install"]) for c in ALL} - {None}


def test_each_runner_has_a_healthy_control():
    healthy = {case.name for case in ALL if case.label["ending"] == EndingKind.PASSED}
    assert healthy >= {f"healthy-{name}" for name in ("vitest", "jest", "node-test", "pytest")}
    assert "healthy-esbuild" in healthy


@pytest.mark.parametrize("cause", sorted(CAUSES))
def test_every_cause_has_two_cases_and_one_that_looks_like_it(cause: str):
    own = [case.name for case in ALL if case.label["cause"] == cause]
    near = [case.name for case in ALL if cause in case.label.get("confused_with", [])]

    assert len(own) >= 2, own
    assert set(near) - set(own), near


@every_case
def test_a_label_has_no_unknown_keys(case: Case):
    label = case.label
    assert set(label) <= KEYS
    assert set(label.get("culprit", {})) <= CULPRIT_KEYS
    assert set(label["measured"]) <= MEASURED_KEYS
    assert set(label.get("cure", {})) <= CURE_KEYS


@every_case
def test_a_label_says_what_to_run(case: Case):
    label = case.label
    assert all(isinstance(word, str) and word for word in label["command"])
    assert label["command"][0] not in {"npx", "npm"}
    assert label["install"] in {"npm", "none"} or install.kit(label["install"])
    assert parse_bytes(label.get("memory", "1g")) > 0
    assert parse_seconds(label.get("timeout", "1s")) > 0
    assert ("timeout" in label) == (label["ending"] == EndingKind.TIMEOUT)
    assert label.get("cpus", 1) > 0
    assert all(isinstance(value, str) for value in case.environment.values())


@every_case
def test_a_label_names_an_ending_and_causes_that_exist(case: Case):
    ending = EndingKind(case.label["ending"])
    cause = case.label["cause"]
    assert cause in CAUSES | {""}
    assert ending.of_memory == bool(cause)
    confused_with = case.label["confused_with"]
    assert set(confused_with) <= CAUSES - {cause}
    assert len(confused_with) == len(set(confused_with))


@every_case
def test_all_runs_ended_alike(case: Case):
    measured = case.label["measured"]
    assert measured["runs"] >= 5
    assert measured["alike"] == measured["runs"]
    codes = measured["exit_code"]
    for code in codes if isinstance(codes, list) else [codes]:  # whom the kernel kills may differ
        assert 0 <= code <= 255
        assert (code == 0) == (case.label["ending"] == EndingKind.PASSED)
    assert all(isinstance(version, str) for version in measured["versions"].values())
    for key in {*RANGES} & {*measured}:
        smallest, largest = measured[key]
        assert 0 < smallest <= largest, key


@every_case
def test_an_oom_kill_needs_a_limit_that_was_reached(case: Case):
    label = case.label
    killed = label["ending"] == EndingKind.OOM_KILLED
    assert ("oom_kills" in label["measured"]) == killed
    if "memory" in label:
        limit = parse_bytes(label["memory"])
        smallest, largest = label["measured"]["tree_peak"]
        # The kernel charges pages in batches, so the counter may pass the limit by a few.
        assert largest <= 1.01 * limit
        # Page cache fills a limit as well, and gives way.
        assert smallest > 0.98 * limit or not killed


@every_dying_case
def test_a_dying_case_names_its_culprit_and_a_cure_that_was_tried(case: Case):
    label = case.label
    culprit = label["culprit"]
    assert culprit["role"] in {Role.WORKER, Role.MAIN, Role.HELPER}
    if "module" in culprit:
        assert (case.directory / culprit["module"]).is_file()
    assert label["measured"]["culprit_peak"]
    assert label["cure"]["what"]
    assert label["cure"]["runs"] >= 3
    if "memory" in label:
        assert label["cure"]["tree_peak"][1] < parse_bytes(label["memory"])


@every_dying_case
def test_the_readme_of_a_dying_case_answers_four_questions(case: Case):
    text = (case.directory / "README.md").read_text(encoding="utf-8")
    for question in ("Shows", "Why it dies", "What people think", "What cures it"):
        assert f"**{question}.**" in text


@every_case
def test_the_table_of_cases_has_this_case(case: Case):
    readme = (case.directory / "README.md").read_text(encoding="utf-8")
    assert readme.startswith(f"# {case.name}\n")
    table = (CASES / "README.md").read_text(encoding="utf-8").splitlines()
    rows = [line for line in table if line.startswith(f"| [{case.name}]({case.name}/) |")]
    assert len(rows) == 1, "cases/README.md has no row for it"
    cells = [cell.strip() for cell in rows[0].strip("|").split("|")]
    label = case.label
    assert cells[2:5] == [label["ending"], label["cause"] or "-", label.get("memory", "-")]


@every_lock_file
def test_a_lock_file_holds_no_addresses(directory: Path):
    lock = json.loads((directory / "package-lock.json").read_text(encoding="utf-8"))
    assert "resolved" not in set(_keys(lock))
    # Addresses of sponsors are the only ones that npm leaves.
    addresses = [where for where, text in _strings(lock) if "://" in text]
    assert [where for where in addresses if "funding" not in where] == []


@every_lock_file
def test_packages_are_pinned_and_match_their_lock_file(directory: Path):
    package = json.loads((directory / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((directory / "package-lock.json").read_text(encoding="utf-8"))
    assert package["private"] is True
    assert package["name"] == lock["name"] == directory.name
    for kind in ("dependencies", "devDependencies"):
        wanted = package.get(kind, {})
        assert lock["packages"][""].get(kind, {}) == wanted
        for name, version in wanted.items():
            assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
            assert lock["packages"][f"node_modules/{name}"]["version"] == version


@every_lock_file
def test_a_lock_file_has_every_platform(directory: Path):
    """`npm ci` refuses a lock file that lacks an optional package of another platform."""
    packages = json.loads((directory / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    optional = {
        f"node_modules/{name}"
        for package in packages.values()
        for name in package.get("optionalDependencies", {})
    }
    assert optional <= set(packages)


def test_nothing_that_npm_installs_is_committed():
    listed = subprocess.run(
        ["git", "ls-files", "cases"], cwd=CASES.parent, capture_output=True, text=True, check=False
    )
    require(None if listed.returncode == 0 else "this is not a git checkout")
    assert not [path for path in listed.stdout.splitlines() if "node_modules/" in path]


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner)


def _strings(value: Any, where: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, (*where, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _strings(inner, (*where, str(number)))
    elif isinstance(value, str):
        yield where, value
