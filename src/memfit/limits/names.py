"""How memfit names what it makes, so that a later memfit knows what a dead one left.

The owner's pid alone would not do: it is used again. With the instant it started it is unique
until the next boot, within its pid namespace: what a memfit of another namespace made is not for
this one to judge, because its pids mean nothing here.
"""

import os
import re

from memfit.limits import files
from memfit.limits.mounts import HERE, Roots

_NAME = re.compile(r"memfit-(\d+)(?:\.(\d+))?-(\d+)-.+")
_INITIAL = "4026531836"  # PROC_PID_INIT_INO of include/linux/proc_ns.h: not written into names
_ODD = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 60


def owned_name(name: str, roots: Roots = HERE) -> str:
    """Return `memfit-<pid>-<start time in clock ticks>-<name>` for the calling process.

    Outside of the initial pid namespace the pid is followed by `.<namespace>`.
    Characters that a file, a cgroup or a systemd unit may not have become dashes.
    """
    pid, namespace = os.getpid(), _namespace(roots)
    owner = str(pid) if namespace == _INITIAL else f"{pid}.{namespace}"
    return f"memfit-{owner}-{_started(pid, roots) or 0}-{_ODD.sub('-', name)[:_LONGEST] or 'run'}"


def is_abandoned(name: str, roots: Roots = HERE) -> bool:
    """Whether a memfit made something of this name and is no longer alive."""
    match = _NAME.fullmatch(name)
    if match is None or (match[2] or _INITIAL) != _namespace(roots):
        return False
    return _started(int(match[1]), roots) != int(match[3])


def _namespace(roots: Roots) -> str:
    """Number of the pid namespace of this process; the initial one where /proc does not tell."""
    try:
        link = str((roots.proc / "self" / "ns" / "pid").readlink())
    except OSError:
        return _INITIAL
    return "".join(filter(str.isdigit, link)) or _INITIAL


def _started(pid: int, roots: Roots) -> int | None:
    """Clock ticks since boot; None if the process does not exist. Source: proc_pid_stat(5)."""
    stat = files.read(roots.proc / str(pid) / "stat")
    if stat is None:
        return None
    # The command before may hold spaces and parentheses. Start time is field 22.
    after = stat.rpartition(")")[2].split()
    return int(after[19]) if len(after) > 19 else None
