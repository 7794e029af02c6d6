"""An image of this machine's own python3, so that no registry is needed; for podman's tests."""

import io
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

PROGRAMS = ("/usr/bin/python3", "/bin/sh", "/bin/sleep")
_NOT_NEEDED = re.compile(
    r"/(test|tests|config-[^/]*|__pycache__|dist-packages|idlelib|lib2to3)(/|$)"
)
# Debian's podman in a machine without systemd, bridges or high hard limits.
_RECIPE = (
    *("--runtime", "runc", "--network=none"),
    *("--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1000:1000"),
)


def missing() -> str | None:
    """Say why there can be no image, or None."""
    if not shutil.which("podman"):
        return "podman is not installed"
    absent = [program for program in PROGRAMS if not Path(program).exists()]
    return f"no {absent[0]} to make an image of" if absent else None


def build(name: str, *more: str) -> None:
    """Import the programs, and more of them, their libraries and Python's modules as an image."""
    archive = _archive((*PROGRAMS, *more))
    done = subprocess.run(
        ["podman", "import", "-", name], input=archive, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def working_flags(image: str) -> tuple[str, ...] | str:
    """Find the flags that `podman run` needs on this machine, or what it says without luck."""
    said = ""
    for flags in ((), ("--network=none",), _RECIPE):
        command = ["podman", "run", "--rm", *flags, image, "/bin/sh", "-c", "true"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return flags
        said = done.stderr.strip()
    return said


def _archive(programs: tuple[str, ...]) -> bytes:
    packed = io.BytesIO()
    version = Path("/usr/bin/python3").resolve().name
    with tarfile.open(fileobj=packed, mode="w", dereference=True) as tar:
        for path in sorted({*programs, *_libraries(programs)}):
            tar.add(path)
        tar.add(f"/usr/lib/{version}", filter=_needed)
        for directory in ("tmp", "proc", "sys", "dev", "etc"):
            entry = tarfile.TarInfo(directory)
            entry.type, entry.mode = tarfile.DIRTYPE, 0o1777 if directory == "tmp" else 0o755
            tar.addfile(entry)
    return packed.getvalue()


def _needed(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    return None if _NOT_NEEDED.search(f"/{entry.name}") else entry


def _libraries(programs: tuple[str, ...]) -> set[str]:
    extensions = Path("/usr/lib").glob("python3*/lib-dynload/*.so")
    words = ["ldd", *programs, *(str(path) for path in extensions)]
    listed = subprocess.run(words, capture_output=True, text=True, check=False)
    return set(re.findall(r"(/\S+) \(0x", listed.stdout))
