"""Run memfit as a user does: a process of its own, with arguments."""

import os
import subprocess
import sys
from pathlib import Path


def memfit(*words: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `memfit WORDS` in `cwd`, with these variables on top of the environment.

    Returns:
        Its exit code and output; bytes that are not UTF-8 are replaced.
    """
    return subprocess.run(
        [sys.executable, "-m", "memfit", *words],
        cwd=cwd,
        env={**os.environ, "PYTHONUTF8": "1", **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
