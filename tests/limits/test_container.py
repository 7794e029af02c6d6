"""podman end to end, where it is installed, with an image of this machine's own python3."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from memfit.limits import container, container_engine
from memfit.limits.container import Container, ContainerEnclosure
from memfit.limits.container_command import FLAGS_VARIABLE, Caller
from memfit.limits.container_leftovers import (
    end_leftover_containers,
    find_leftover_containers,
    remove_leftover_containers,
)
from memfit.limits.container_parent import can_surround, hierarchies
from memfit.limits.contract import Request, Unusable
from memfit.limits.mounts import HERE
from memfit.limits.names import owned_name
from memfit.model.recording import How
from tests.limits import container_image
from tests.platforms import require

pytestmark = pytest.mark.container

LIMIT = 64 << 20
ALLOCATE = "held = bytearray(80 << 20)"
THREE_CHILDREN = (
    "import subprocess\n"
    f"child = ['/usr/bin/python3', '-c', '{ALLOCATE}']\n"
    "print([subprocess.run(child).returncode for _ in range(3)])"
)
SAY_AND_WAIT = "import time\nprint('ready', flush=True)\ntime.sleep(600)"


@pytest.fixture(scope="session")
def exact():
    """Needs a cgroup that can be put around a container."""
    possible = os.geteuid() == 0 and can_surround()
    require(None if possible else "no cgroup can be put around a container here")


@pytest.fixture(scope="session")
def image():
    """The name of an image with python3 and sh."""
    if "MEMFIT_V2" in os.environ:
        container_engine.PATIENCE = 300.0  # the machine is emulated
    require(container_image.missing() or None)
    engine = container_engine.find_engine()
    works = not isinstance(engine, Unusable) and engine.program == "podman"
    require(None if works else f"podman does not work: {engine}")
    name = f"localhost/memfit-test-{os.getpid()}"
    container_image.build(name)
    yield name
    subprocess.run(["podman", "rmi", "--force", name], capture_output=True, check=False)


@pytest.fixture(scope="session")
def flags(image):
    """Flags without which podman starts nothing on this machine."""
    found = container_image.working_flags(image)
    require(f"podman starts nothing here: {found}" if isinstance(found, str) else None)
    return found


@pytest.fixture(scope="session")
def limiter(flags):
    return Container(environ={FLAGS_VARIABLE: " ".join(flags)})


@pytest.fixture
def start(limiter, image, tmp_path):
    """Starts Python code in a container; closes everything at the end."""
    started = []

    def start_code(code, memory=LIMIT, **wanted):
        request = Request("run", memory=memory, directory=str(tmp_path), image=image, **wanted)
        enclosure = limiter.open(request)
        command = enclosure.wrap(["/usr/bin/python3", "-c", code])
        client = subprocess.Popen(
            command,
            cwd=tmp_path,
            preexec_fn=enclosure.join,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
        )
        started.append((enclosure, client))
        return enclosure, client

    yield start_code
    for enclosure, client in started:
        enclosure.close()
        with client:
            client.kill()


def test_what_the_limit_kills_is_counted_after_the_container_has_gone(exact, start):
    enclosure, client = start(ALLOCATE)
    assert client.wait() == 128 + signal.SIGKILL
    assert enclosure.oom_kills() == 1
    peak = enclosure.peak()
    assert peak.how is How.EXACT
    # A cgroup of v2 is charged some pages for the cgroup inside.
    assert LIMIT * 0.97 < peak.bytes < LIMIT * 1.01


def test_kills_are_counted_although_the_command_exits_with_success(exact, start):
    enclosure, client = start(THREE_CHILDREN)
    assert client.communicate()[0].strip() == b"[-9, -9, -9]"
    assert client.returncode == 0
    assert enclosure.oom_kills() == 3


def test_what_the_limit_kills_leaves_no_file_in_the_project(start, tmp_path):
    _, client = start(ALLOCATE)
    assert client.wait() == 128 + signal.SIGKILL
    assert list(tmp_path.iterdir()) == []


def test_137_without_want_of_memory_counts_no_kill(exact, start):
    enclosure, client = start("import os; os._exit(137)")
    assert client.wait() == 137
    assert enclosure.oom_kills() == 0


def test_the_container_is_counted_without_the_engine(exact, start):
    enclosure, client = start(SAY_AND_WAIT)
    client.stdout.readline()
    (inside,) = enclosure.pids()
    assert b"time.sleep(600)" in Path(f"/proc/{inside}/cmdline").read_bytes()
    assert 0 < enclosure.usage() < LIMIT
    # What a cgroup inside has is summed up every two seconds at the latest.
    deadline = time.monotonic() + 10
    while enclosure.detail().anonymous == 0 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert enclosure.detail().anonymous > 0
    assert enclosure.kill()
    assert client.wait() == 128 + signal.SIGKILL
    assert enclosure.oom_kills() == 0


def test_without_a_cgroup_around_it_the_containers_own_is_read(start, monkeypatch):
    monkeypatch.setattr(container, "can_surround", lambda roots: False)
    enclosure, client = start(SAY_AND_WAIT)
    client.stdout.readline()
    (inside,) = enclosure.pids()
    assert b"time.sleep(600)" in Path(f"/proc/{inside}/cmdline").read_bytes()
    assert 0 < enclosure.usage() < LIMIT
    assert enclosure.kill()
    assert client.wait() == 128 + signal.SIGKILL
    assert enclosure.peak().bytes > 1 << 20


def test_the_program_in_the_container_sees_the_limit_as_in_ci(exact, start):
    code = (
        "import os\n"
        "for path in ('/sys/fs/cgroup/memory/memory.limit_in_bytes', '/sys/fs/cgroup/memory.max'):\n"
        "    if os.path.exists(path): print(open(path).read())"
    )
    _, client = start(code)
    assert int(client.communicate()[0]) == LIMIT


def test_the_program_counts_only_the_cores_that_it_may_use(start):
    _, client = start("import os; print(len(os.sched_getaffinity(0)))", cpus=0.5)
    assert client.communicate()[0] == b"1\n"


def test_the_project_is_mounted_where_it_is_and_belongs_to_the_caller(start, tmp_path):
    _, client = start("import os; open('made', 'w'); print(os.getcwd()); raise SystemExit(7)")
    assert client.communicate()[0].decode().strip() == str(tmp_path)
    assert client.returncode == 7
    assert (tmp_path / "made").stat().st_uid == os.getuid()


def test_variables_that_matter_go_in_and_others_do_not(start, monkeypatch):
    monkeypatch.setenv("NODE_OPTIONS", "--max-old-space-size=300")
    monkeypatch.setenv("SECRET_TOKEN", "s3cret")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    code = "import os; print([os.environ.get(n) for n in ('NODE_OPTIONS','SECRET_TOKEN','FORCE_COLOR')])"
    _, client = start(code)
    assert client.communicate()[0].decode().strip() == "['--max-old-space-size=300', None, None]"


def test_a_command_that_is_not_in_the_image_ends_in_127(limiter, image, tmp_path):
    request = Request("run", directory=str(tmp_path), image=image)
    enclosure = limiter.open(request)
    try:
        done = subprocess.run(enclosure.wrap(["no-such"]), capture_output=True, check=False)
        assert done.returncode == 127
    finally:
        enclosure.close()


def test_a_signal_to_the_client_reaches_the_program(start):
    code = (
        "import signal, sys, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(42))\n" + SAY_AND_WAIT
    )
    _, client = start(code)
    client.stdout.readline()
    client.send_signal(signal.SIGTERM)
    assert client.wait() == 42


def test_closing_removes_the_container_and_what_was_made_for_it(start):
    enclosure, client = start(SAY_AND_WAIT)
    client.stdout.readline()
    enclosure.close()
    client.wait()
    name = owned_name("run")
    listed = ["podman", "ps", "--all", "--quiet", "--filter", f"name={name}"]
    assert subprocess.run(listed, capture_output=True, check=True).stdout == b""
    assert [mount for mount in hierarchies(HERE) if (mount / name).exists()] == []


def test_the_container_of_a_memfit_that_was_killed_is_found_and_ended(flags, image, tmp_path):
    script = (
        "import subprocess, sys, time\n"
        "from memfit.limits.container import Container\n"
        "from memfit.limits.contract import Request\n"
        f"request = Request('run', directory={str(tmp_path)!r}, image={image!r})\n"
        "enclosure = Container().open(request)\n"
        f"subprocess.Popen(enclosure.wrap(['/usr/bin/python3', '-c', {SAY_AND_WAIT!r}]))\n"
        "time.sleep(600)\n"
    )
    memfit = subprocess.Popen(
        [sys.executable, "-c", script],
        env={**os.environ, FLAGS_VARIABLE: " ".join(flags)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    with memfit:
        memfit.stdout.readline()
        memfit.kill()
    engine = container_engine.find_engine()
    # The run goes on: the next memfit leaves it alone, and ends it when told to.
    assert [one.running for one in remove_leftover_containers(engine)] == [True]
    assert end_leftover_containers(engine) == []
    assert find_leftover_containers(engine) == []
    leftover = [
        path for mount in hierarchies(HERE) for path in mount.glob(f"memfit-{memfit.pid}-*")
    ]
    assert leftover == []


def test_an_engine_that_cannot_take_the_image_fails_as_an_engine(limiter, tmp_path):
    request = Request("run", directory=str(tmp_path), image="localhost/memfit-no-such-image")
    enclosure = limiter.open(request)
    try:
        done = subprocess.run(enclosure.wrap(["true"]), capture_output=True, check=False)
        assert done.returncode == 125
    finally:
        enclosure.close()


def test_the_client_is_told_who_calls(image, tmp_path):
    engine = container_engine.find_engine()
    request = Request("run", directory=str(tmp_path), image=image)
    enclosure = ContainerEnclosure(engine, request, Caller(12, 34), HERE)
    try:
        assert "12:34" in enclosure.wrap(["true"]) or engine.rootless
    finally:
        enclosure.close()
