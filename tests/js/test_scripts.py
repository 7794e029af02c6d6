"""The agent's own tests, which Node runs."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.platforms import require

HERE = Path(__file__).parent


@pytest.mark.node
@pytest.mark.parametrize("file", sorted(path.name for path in HERE.glob("*.test.cjs")))
def test_the_agents_own_tests_pass(file: str):
    require(None if shutil.which("node") else "node is not installed")
    inherited = {name: value for name, value in os.environ.items() if name != "NODE_OPTIONS"}

    ran = subprocess.run(
        ["node", "--test", str(HERE / file)],
        capture_output=True, text=True, env=inherited, timeout=300, check=False,
    )  # fmt: skip

    assert ran.returncode == 0, ran.stdout + ran.stderr
