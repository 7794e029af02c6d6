"""Hold some memory, and behave in one way or another: `hold.py MB [flaky N | wait FILE]`.

`flaky N` fails in every Nth run, counted by a file in the working directory. `wait FILE` says that
it holds its memory by making FILE, and ends when FILE is gone.
"""

import sys
import time
from pathlib import Path


def main(megabytes: str, how: str = "", value: str = "") -> int:
    held = bytearray(int(megabytes) << 20)
    held[::4096] = b"x" * len(held[::4096])
    if how == "flaky":
        counter = Path("runs.counted")
        runs = int(counter.read_text()) + 1 if counter.exists() else 1
        counter.write_text(str(runs))
        return 3 if runs % int(value) == 0 else 0
    if how == "wait":
        Path(value).touch()
        while Path(value).exists():
            time.sleep(0.01)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
