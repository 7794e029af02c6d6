"""What the tests of the command line share."""

import os
from pathlib import Path

import pytest

from memfit.record import watcher
from tests.platforms import require
from tests.spec.memfit import NOBODY, Memfit, must_be_root, must_have

TWICE = ("test_trees", "test_tracers")
"""Modules whose tests of ptrace run with the compiled watcher and without."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.module.__name__.endswith(TWICE) and "memfit" in metafunc.fixturenames:
        metafunc.parametrize("memfit", ["compiled", "python"], indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items[:] = [item for item in items if not _is_the_same(item)]


def _is_the_same(item: pytest.Item) -> bool:
    """Whether a test watches in a way that has nothing compiled, and was there before."""
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    return parameters.get("memfit") == "python" and parameters.get("watch", "ptrace") not in {
        None, "ptrace",
    }  # fmt: skip


@pytest.fixture
def memfit(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Memfit:
    if getattr(request, "param", None) == "python":
        monkeypatch.setenv("MEMFIT_WATCHER_LIBRARY", "none")
    elif hasattr(request, "param"):
        require(None if watcher.find() else "_watcher.c was not compiled when memfit was installed")
    return Memfit(tmp_path)


@pytest.fixture
def as_nobody(tmp_path: Path) -> list[str]:
    """A prefix that runs memfit as a user without rights, in a directory that is the user's.

    All that it may do beyond a user is to read: Python itself may lie in root's home directory.
    """
    must_be_root()
    must_have("setpriv")
    os.chown(tmp_path, NOBODY, NOBODY)
    capability = "+dac_read_search"
    return [
        "setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups",
        f"--inh-caps={capability}", f"--ambient-caps={capability}",
    ]  # fmt: skip
