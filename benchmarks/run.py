"""Run the benchmarks and write docs/reference/benchmarks.md: `python -m benchmarks.run [NAME…]`.

With names only those are measured; the other sections of the page stay as they are.
"""

import argparse
import os
import platform
import re
import shutil
import subprocess
import time
from pathlib import Path

from benchmarks import accuracy, agent, explaining, heap, overhead, scale, size, tools
from benchmarks.figures import Section
from memfit.units import format_bytes

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "benchmarks.md"
BENCHMARKS = {
    "accuracy": accuracy,
    "scale": scale,
    "overhead": overhead,
    "agent": agent,
    "size": size,
    "explaining": explaining,
    "heap": heap,
}

_HEAD = """# Benchmarks

memfit beside the tools that people use for the same question, on one machine, each table in one run.
CPU is counted by cgroups and not by wall clocks, so that a busy machine disturbs it little; it does
disturb it, so each table says how busy the machine was.

Repeat with `make bench` (root, cgroup v1, Node, npm and gcc; about half an hour), or one table with
`.venv/bin/python -m benchmarks.run NAME`; names are {names}.

| what | version |
| --- | --- |
{versions}
"""


def page(sections: list[Section], date: str) -> str:
    """Put new sections into the page, in the order of the benchmarks."""
    texts = _sections(PAGE.read_text() if PAGE.exists() else "")
    for section in sections:
        texts[section.title] = f"{section.markdown()}- Measured on {date}.\n"
    order = [module.TITLE for module in BENCHMARKS.values()]
    names = ", ".join(f"`{name}`" for name in BENCHMARKS)
    rows = "\n".join(f"| {what} | {version} |" for what, version in _versions().items())
    head = _HEAD.format(names=names, versions=rows)
    return "\n".join([head, *(texts[title] for title in order if title in texts)])


def _sections(text: str) -> dict[str, str]:
    parts = re.split(r"^(?=## )", text, flags=re.MULTILINE)[1:]
    return {part.splitlines()[0].removeprefix("## "): part.rstrip() + "\n" for part in parts}


def _versions() -> dict[str, str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "machine": f"{len(os.sched_getaffinity(0))} cores, {format_bytes(memory)}",
        "Linux": f"{platform.release()}, {platform.machine()}",
        "Python": platform.python_version(),
        "Node": _first_line(["node", "--version"]),
        "gcc": _first_line(["gcc", "-dumpfullversion"]),
        **tools.versions(accuracy.TOOLS),
    }


def _first_line(command: list[str]) -> str:
    if shutil.which(command[0]) is None:
        return "not installed"
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    names = parser.parse_args().names or list(BENCHMARKS)
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"{unknown[0]} is none of {', '.join(BENCHMARKS)}")
    for name in names:
        section = BENCHMARKS[name].measure()
        print(section.markdown(), flush=True)
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(page([section], time.strftime("%Y-%m-%d")))


if __name__ == "__main__":
    main()
