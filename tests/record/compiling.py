"""Compile the recorder's C part, and a copy whose kernel a test plays."""

import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from memfit.record import watcher
from tests.platforms import require

HERE = Path(__file__).parent
SOURCE = Path(watcher.__file__).with_name("_watcher.c")
_FLAGS = ("-std=c11", "-O1", "-g", "-shared", "-fPIC", "-fvisibility=hidden")


def compile_library(source: Path, place: Path, *flags: str) -> Path:
    """Compile one file without a warning; skips without a compiler."""
    compiler = shutil.which("cc")
    require(None if compiler else "there is no C compiler")
    done = subprocess.run(
        [str(compiler), "-Wall", "-Wextra", "-Werror", *_FLAGS, *flags, "-o", place, source],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return place


@cache
def told_library() -> Any:
    """Load the C part with `told.c` for a kernel."""
    place = Path(mkdtemp(prefix="memfit-test-")) / "told.so"
    library = watcher.load(compile_library(HERE / "told.c", place, f'-DWATCHER="{SOURCE}"'))
    assert library is not None
    shutil.rmtree(place.parent)
    return library
