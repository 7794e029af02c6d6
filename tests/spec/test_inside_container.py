"""What `memfit run --container` learns from inside Node."""

import os
import shlex
import shutil
import subprocess

import pytest

from memfit.model.suite import Outcome
from tests.limits import container_image
from tests.platforms import require
from tests.spec.memfit import Memfit

IMAGE = "localhost/memfit-inside-test"
PASSES = "require('node:test').test('in a container', () => {});"


@pytest.mark.node
@pytest.mark.container
def test_a_test_file_in_a_container_belongs_to_its_process(memfit: Memfit):
    node = shutil.which("node")
    require(container_image.missing() or (None if node else "node is not installed"))
    program = os.path.realpath(str(node))
    container_image.build(IMAGE, program)
    try:
        flags = container_image.working_flags(IMAGE)
        require(flags if isinstance(flags, str) else None)
        (memfit.directory / "a.test.js").write_text(PASSES)

        result = memfit(
            program, "--test", "a.test.js", options=["--container", IMAGE],
            variables={"MEMFIT_CONTAINER_FLAGS": shlex.join(flags)},
        )  # fmt: skip
    finally:
        subprocess.run(["podman", "rmi", "--force", IMAGE], capture_output=True, check=False)

    (file,) = result.recording.files
    (process,) = [each for each in result.recording.processes if each.key == file.process]
    assert (result.returned, file.outcome) == (0, Outcome.PASSED)
    assert process.command[-1] == str(memfit.directory / "a.test.js")
    assert process.windows
