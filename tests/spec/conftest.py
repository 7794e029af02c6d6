"""What the tests of the command line share."""

import os
from pathlib import Path

import pytest

from tests.spec.memfit import NOBODY, Memfit, must_be_root, must_have


@pytest.fixture
def memfit(tmp_path: Path) -> Memfit:
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
