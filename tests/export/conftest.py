"""One run of a real program, recorded through the command line."""

import sys
from pathlib import Path

import pytest

from tests.command import memfit

PROGRAM = """
import os, subprocess, sys
os.write(1, b"caf\\xc3\\xa9 \\xff\\x00 done\\n")
subprocess.run([sys.executable, "-c", "x = bytearray(30_000_000)", "bad \\udcff byte"])
os.write(2, b"to stderr\\n")
sys.exit(3)
"""


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of the recording."""
    home = tmp_path_factory.mktemp("real")
    done = memfit("run", "--recording", "rec", "--", sys.executable, "-c", PROGRAM, cwd=home)
    assert done.returncode == 3, done.stderr
    return home / "rec"
