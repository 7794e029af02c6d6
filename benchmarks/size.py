"""How large a recording of a vitest run grows: `python -m benchmarks.size`."""

import argparse
import subprocess
import tempfile
from pathlib import Path

from benchmarks.figures import Section, load
from benchmarks.overhead import MissingError, vitest
from benchmarks.tools import MEMFIT, environment
from memfit.record.load import load as load_recording
from memfit.units import format_bytes

TITLE = "Size of a recording"
TEXT = """One `memfit run` around a shell that runs the vitest suite of cases/healthy-vitest again and again, so
that workers come and go all the time as they do in a large suite. Ten minutes are the recorded
time multiplied."""
HEADER = ("file", "bytes", "a minute", "ten minutes")
TARGET = 5 << 20

_AGAIN = 'end=$(($(date +%s) + $1)); shift; while [ "$(date +%s)" -lt "$end" ]; do "$@"; done'


def measure(seconds: int = 75) -> Section:
    """Record for at least `seconds`."""
    section = Section(TITLE, TEXT, HEADER)
    before = load()
    try:
        sizes, elapsed, processes, ticks = _record(seconds)
    except (MissingError, subprocess.CalledProcessError, OSError) as error:
        section.notes.append(f"It was not measured: {error}")
        return section
    total = sum(sizes.values())
    for name, size in [*sizes.items(), ("all", total)]:
        minute = size * 60 / elapsed
        section.rows.append((name, *map(format_bytes, (size, minute, 10 * minute))))
    section.notes.append(f"Recorded: {elapsed:.0f} s, {processes} processes, {ticks} readings.")
    section.notes.append(f"Target: below {format_bytes(TARGET)} for ten minutes.")
    section.load = (before, load())
    return section


def _record(seconds: int) -> tuple[dict[str, int], float, int, int]:
    with tempfile.TemporaryDirectory() as directory:
        where, suite = vitest(Path(directory))
        place = Path(directory) / "recording"
        command = ["sh", "-c", _AGAIN, "sh", str(seconds), *suite]
        subprocess.run(
            [MEMFIT / "memfit", "run", "--quiet", "--recording", place, "--", *command],
            cwd=where,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        recording = load_recording(place)
        if recording.end is None:
            raise MissingError("the recording has no end")
        sizes = {file.name: file.stat().st_size for file in sorted(place.iterdir())}
        return sizes, recording.end.at, len(recording.processes), len(recording.usage)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=75)
    print(measure(parser.parse_args().seconds).markdown())


if __name__ == "__main__":
    main()
