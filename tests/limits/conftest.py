"""What the tests of limits share."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.limits.trees import Tree
from tests.platforms import require

NOBODY = 65534


@pytest.fixture
def machine() -> Iterator[Tree]:
    # Not tmp_path: pytest keeps that to its owner, and `as_nobody` has to come through.
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        root.chmod(0o755)
        yield Tree(root)


@pytest.fixture
def as_nobody() -> Callable[[], AbstractContextManager[None]]:
    """Make the effective user one without rights, for real, while the block runs."""
    require(None if os.geteuid() == 0 else "only root can become another user")

    @contextmanager
    def change() -> Iterator[None]:
        os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)

    return change
