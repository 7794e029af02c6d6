"""What the machine has: physical memory and swap.

Source: /proc/meminfo, proc_meminfo(5).
"""

from memfit.limits import files
from memfit.limits.mounts import HERE, Roots


def physical_memory(roots: Roots = HERE) -> int | None:
    """Bytes of physical memory; None where procfs does not tell."""
    return _bytes("MemTotal", roots)


def swap_space(roots: Roots = HERE) -> int:
    """Bytes of swap space; 0 where there is none."""
    return _bytes("SwapTotal", roots) or 0


def _bytes(key: str, roots: Roots) -> int | None:
    kilobytes = files.field(roots.proc / "meminfo", key)
    return None if kilobytes is None else kilobytes * 1024
