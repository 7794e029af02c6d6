"""Run the tests inside the booted kernel, once as each identity; boot.py starts this there.

Prints `memfit-v2: begin NAME` and `memfit-v2: end NAME STATUS` around each run of pytest.
"""

import os
import subprocess
import sys
from pathlib import Path

CGROUP = Path("/sys/fs/cgroup")
USER = 4242
# The checkout cannot be written to, and a test that hangs shall say where.
OPTIONS = (
    *("-p", "no:cacheprovider", "--color=no"),
    *("-o", "faulthandler_timeout=300", "-o", "faulthandler_exit_on_timeout=true"),
)
# podman keeps images on the disk: an overlay on top of an overlay is not possible.
STORAGE = """[storage]
driver = "vfs"
graphroot = "/var/tmp/containers"
runroot = "/run/containers/storage"
"""
CONTROLLERS = "+cpu +memory +pids"


def open_parents(path: Path) -> None:
    """Let the user reach `path`: the overlay takes the change, the machine's own root does not."""
    for parent in path.parents:
        parent.chmod(parent.stat().st_mode | 0o055)


def delegated(name: str, owner: int) -> Path:
    """Make a cgroup and hand it over as cgroups(7) describes: the directory and three files."""
    cgroup = CGROUP / name
    cgroup.mkdir()
    for file in ("", "cgroup.procs", "cgroup.threads", "cgroup.subtree_control"):
        os.chown(cgroup / file, owner, owner)
    return cgroup


def run(name: str, owner: int, arguments: list[str]) -> int:
    """Run pytest in a fresh cgroup as `owner`; return its exit status."""
    cgroup = delegated(f"session-{name}", owner)
    home = Path("/tmp") / name
    home.mkdir()
    os.chown(home, owner, owner)

    def become() -> None:
        (cgroup / "cgroup.procs").write_text(str(os.getpid()))
        os.setgroups([])
        os.setgid(owner)
        os.setuid(owner)

    environment = {
        "HOME": str(home),
        "TMPDIR": str(home),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "MEMFIT_V2": name,
        "CONTAINERS_STORAGE_CONF": "/run/storage.conf",
    }
    command = [sys.executable, "-m", "pytest", *OPTIONS, *arguments]
    print(f"memfit-v2: begin {name}", flush=True)
    status = subprocess.run(command, env=environment, preexec_fn=become, check=False).returncode
    print(f"memfit-v2: end {name} {status}", flush=True)
    return status


def main() -> None:
    """Arguments: names of identities, `--`, arguments of pytest."""
    split = sys.argv.index("--")
    names, arguments = sys.argv[1:split], sys.argv[split + 1 :]
    (CGROUP / "cgroup.subtree_control").write_text(CONTROLLERS)
    with Path("/etc/passwd").open("a") as passwd:
        passwd.write(f"memfit:x:{USER}:{USER}::/tmp/user:/bin/sh\n")
    Path("/run/storage.conf").write_text(STORAGE)
    node = Path("/usr/bin/node")
    for path in (
        Path(sys.executable),
        Path(sys.executable).resolve(),
        Path.cwd() / "x",
        node.resolve(),
    ):
        open_parents(path)
    for modules in Path("cases").glob("*/node_modules"):
        (modules / ".vite-temp").mkdir(exist_ok=True)  # else the first identity's alone
        for path in (modules, *modules.glob(".vite*/"), *modules.glob(".vite/**/")):
            path.chmod(0o777)  # vite writes there
    for name in names:
        run(name, USER if name == "user" else 0, arguments)


if __name__ == "__main__":
    main()
