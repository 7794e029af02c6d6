"""The variables that bring the plugin into pytest, and the sentence where it did not get there."""

from pathlib import Path

import pytest

from memfit.model.isolate import Isolate
from memfit.model.recording import Process, Role
from memfit.record.pytest import unseen, variables

HERE = Path("/recording")
SITE = Path("/opt/memfit/site")


def composed(**inherited: str) -> dict[str, str]:
    return variables(HERE, 12.5, inherited, gc=True, site=SITE)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, "/opt/memfit/site"),
        ("", "/opt/memfit/site"),  # empty is unset; a colon would add the working directory
        ("src", "src:/opt/memfit/site"),
        ("src:", "src::/opt/memfit/site"),  # its empty entry stays one
    ],
)
def test_the_directory_comes_after_the_users_own(before, after):
    inherited = {} if before is None else {"PYTHONPATH": before}
    assert composed(**inherited)["PYTHONPATH"] == after


def test_without_the_agent_of_node_it_says_where_to_write():
    changed = composed(MEMFIT_STREAMS="/another/run")
    assert changed["MEMFIT_STREAMS"] == "/recording/isolates"
    assert changed["MEMFIT_EPOCH"] == "12.500000"
    assert changed["MEMFIT_OPTIONS"] == '{"gc": true}'


def test_what_the_agent_of_node_was_told_stays():
    assert "MEMFIT_OPTIONS" not in composed(MEMFIT_STREAMS="/recording/isolates")


def test_tox_hands_the_variables_on():
    names = "pass_env+=PYTHONPATH,MEMFIT_*"
    ours = f"testenv.{names};env_run_base.{names}"
    assert composed()["TOX_OVERRIDE"] == ours
    assert composed(TOX_OVERRIDE="testenv.x=1")["TOX_OVERRIDE"] == f"testenv.x=1;{ours}"


def test_what_the_user_has_tox_hand_on_stays():
    assert "TOX_OVERRIDE" not in composed(TOX_OVERRIDE="testenv.pass_env=HOME")


def test_a_directory_that_no_list_of_paths_can_hold_is_left_out():
    assert variables(HERE, 0.0, {}, gc=False, site=Path("/a:b")) == {}


def process(*command: str, role: Role = Role.MAIN) -> Process:
    return Process(0, 41, None, command, role, 0.0)


def isolate(runtime: str) -> Isolate:
    return Isolate("41-0", 0, 0, runtime, "", None, None, 0.0)


def test_pytest_that_told_nothing_is_named():
    (note,) = unseen([process("python", "-m", "pytest")], [isolate("node")])
    assert "PID 41" in note


def test_pytest_that_told_is_not_named():
    assert unseen([process("python", "-m", "pytest")], [isolate("python")]) == ()


def test_a_run_without_pytest_needs_no_plugin():
    assert unseen([process("python", "-m", "unittest"), process("vitest")], []) == ()
