"""Small real projects: a suite of tests here, the packages of one runner version there.

`projects/` holds one lock file for each version of a runner, `suites/` the tests that several
versions share. A test gets a copy of a suite of its own, with the packages linked into it.
"""

import os
import shutil
from pathlib import Path

from cases.install import InstallError, install_locked
from tests.heap.npm import node
from tests.platforms import require

HERE = Path(__file__).resolve().parent


def packages(name: str) -> Path:
    """Return the installed node_modules of one of `projects/`; skips where npm cannot get them."""
    require(None if shutil.which("node") else "Node is missing")
    directory = HERE / "projects" / name
    try:
        install_locked(directory, f"tests/matrix/projects/{name}")
    except InstallError as error:
        require(str(error))
    return directory / "node_modules"


def lay_out(suite: str, project: str, place: Path) -> Path:
    """Copy one of `suites/` to a place, which is emptied first, and link the packages into it."""
    if place.exists():
        shutil.rmtree(place)
    shutil.copytree(HERE / "suites" / suite, place)
    (place / "node_modules").symlink_to(packages(project))
    return place


def path_of(version: int | None, place: Path) -> str:
    """Return a PATH that finds the binaries of a project, and Node in this major version."""
    parts = [str(place / "node_modules" / ".bin"), os.environ["PATH"]]
    if version is not None:
        parts.insert(0, str(node(version).parent))
    return os.pathsep.join(parts)
