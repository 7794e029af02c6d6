"""The manifest of a recording: what was run, where, under which limits, and how it ended."""

import json
import os
import platform
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import memfit
from memfit.limits.around import limit_around
from memfit.model.recording import SCHEMA, End, Limits, Machine
from memfit.record import privacy, procfs
from memfit.record.tree import Tree


def machine() -> Machine:
    """Describe this machine."""
    memory = procfs.read("/proc/meminfo", 8192) or b""
    sizes = {
        line.split(b":")[0].decode(): int(line.split()[1]) * 1024
        for line in memory.splitlines()
        if line.endswith(b"kB")
    }
    return Machine(
        kernel=platform.release(),
        architecture=platform.machine(),
        cores=len(os.sched_getaffinity(0)),
        memory=sizes.get("MemTotal", 0),
        swap=sizes.get("SwapTotal", 0),
        page_size=procfs.PAGE_SIZE,
        around=limit_around(),
    )


def directory() -> str:
    """Name the working directory; one that was removed has a name all the same."""
    try:
        return str(Path.cwd())
    except FileNotFoundError:
        return str(Path("/proc/self/cwd").readlink())


def begin(
    command: list[str], where: Machine, limits: Limits, interval: float, epoch: float
) -> dict[str, Any]:
    """Build the manifest of a run that starts."""
    return {
        "schema": SCHEMA,
        "memfit": memfit.__version__,
        "started": datetime.now(UTC).astimezone().isoformat(timespec="milliseconds"),
        "monotonic": round(epoch, 6),
        "command": list(privacy.command(command)),
        "directory": directory(),
        "environment": privacy.environment(os.environ),
        "machine": asdict(where),
        "limits": asdict(limits),
        "lifecycle": {"how": "", "why": ""},
        "runner": None,
        "tools": {"python": platform.python_version()},
        "interval": interval,
        "usage": {"how": "estimate", "source": ""},
        "notes": [],
        "end": None,
    }


def conclude(document: dict[str, Any], tree: Tree, notes: list[str], facts: End) -> None:
    """Add to the manifest what is known once the run has ended.

    Args:
        document: The manifest.
        tree: The processes that there were.
        notes: Sentences about what could not be done.
        facts: How it ended.
    """
    document["runner"] = _runner(tree.runner, tree.main, document["directory"])
    if tree.node is not None:
        document["tools"]["node"] = _node_version(tree.node)
    document["notes"] = notes
    document["end"] = asdict(facts)


def _runner(name: str | None, command: tuple[str, ...], directory: str) -> dict[str, Any] | None:
    """Name the runner and find its version where its program lies."""
    if name is None:
        return None
    find = _distribution_version if name == "pytest" else _package_version
    return {"name": name, "version": find(name, command, directory)}


def _node_version(path: str) -> str | None:
    """Ask a Node for its version, without the options that the run gave it."""
    import subprocess  # only now: it would delay the command

    variables = {name: value for name, value in os.environ.items() if name != "NODE_OPTIONS"}
    try:
        answer = subprocess.run(
            [path, "--version"], capture_output=True, timeout=5, env=variables, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.decode("utf-8", "replace").strip().removeprefix("v")


def _distribution_version(name: str, command: tuple[str, ...], directory: str) -> str | None:
    """Find a Python package beside the interpreter or script that was started."""
    import shutil

    for word in command[:2]:
        program = Path(directory, shutil.which(word) or word)
        found = sorted(program.parent.parent.glob(f"lib/python3*/site-packages/{name}-*.dist-info"))
        if found:
            return found[-1].name.removeprefix(f"{name}-").removesuffix(".dist-info")
    return None


def _package_version(name: str, command: tuple[str, ...], directory: str) -> str | None:
    for word in command[:8]:
        path = Path(directory, word)
        try:
            path = path.resolve(strict=True)
        except OSError:
            continue
        for parent in path.parents:
            package = parent / "package.json"
            if package.is_file():
                found = _read_version(package, name)
                if found:
                    return found
                break
    return None


def _read_version(package: Path, name: str) -> str | None:
    try:
        content = json.loads(package.read_bytes())
    except (OSError, ValueError):
        return None
    if isinstance(content, dict) and content.get("name") in {name, f"{name}-cli"}:
        version = content.get("version")
        return version if isinstance(version, str) else None
    return None
