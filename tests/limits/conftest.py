"""What the tests of limits share."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from tests.limits.trees import Tree
from tests.platforms import require

NOBODY = 65534


@pytest.fixture
def machine(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


@pytest.fixture
def as_nobody(tmp_path: Path) -> Callable[[], AbstractContextManager[None]]:
    """Make the effective user one without rights, for real, while the block runs."""
    require(None if os.geteuid() == 0 else "only root can become another user")
    # pytest keeps its directories to their owner, and nobody has to come through.
    for place in (tmp_path, *tmp_path.parents[:2]):
        place.chmod(0o755)

    @contextmanager
    def change() -> Iterator[None]:
        os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)

    return change
