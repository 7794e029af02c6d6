"""Projects of users."""

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """Make a project of these files; `test_a` stands for `test_a.py`."""

    def make(**files: str) -> Path:
        folder = tmp_path / "project"
        folder.mkdir()
        (folder / "pytest.ini").write_text("[pytest]\n")  # its root, whatever lies above
        for name, text in files.items():
            (folder / f"{name}.py").write_text(text)
        return folder

    return make
