"""Feed damaged heaps to the compiled kernels under AddressSanitizer and UBSan.

python tests/heap/fuzz.py --times 20000 [--seed 0]: exits with 0, or ends with the sanitizer's
report. Two threads must find what one does. Damage: cuts, bytes replaced, counts and ids that lie, random graphs with cycles.
"""

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve()
SOURCE = HERE.parents[2] / "src/memfit/heap/_kernels.c"
FLAGS = [
    "-g", "-O1", "-std=c11", "-shared", "-fPIC", "-fsanitize=address,undefined",
    "-fno-sanitize-recover=undefined",
]  # fmt: skip
VARIANTS: dict[str, list[str]] = {"usual": [], "narrow": ["-DWIDE=0"]}
BYTES = b'0123456789,[]"\\{}x\0\xff\n'


def unusable() -> str | None:
    """Say why the sanitizers cannot run here, or None."""
    compiler = shutil.which("cc")
    if compiler is None:
        return "there is no C compiler"
    missing = [str(path) for path in _runtimes() if not path.is_file()]
    return f"the compiler has no {', '.join(missing)}" if missing else None


def _runtimes() -> list[Path]:
    names = ("libasan.so", "libubsan.so")
    ask = [["cc", f"-print-file-name={name}"] for name in names]
    return [
        Path(subprocess.run(a, capture_output=True, text=True, check=True).stdout.strip())
        for a in ask
    ]


def run(times: int, seed: int) -> subprocess.CompletedProcess[str]:
    """Fuzz in a process of its own, in which the sanitizers are loaded first."""
    with tempfile.TemporaryDirectory() as directory:
        for name, flags in VARIANTS.items():
            library = Path(directory) / f"{name}.so"
            subprocess.run(["cc", *FLAGS, *flags, "-o", library, SOURCE], check=True)
        return subprocess.run(
            [sys.executable, HERE, "--inside", directory, "--times", str(times), "--seed", str(seed)],
            env={
                **os.environ,
                "LD_PRELOAD": ":".join(map(str, _runtimes())),
                "ASAN_OPTIONS": "detect_leaks=0",  # Python itself keeps memory until it exits
                "PYTHONPATH": os.pathsep.join((str(HERE.parents[2]), str(HERE.parents[2] / "src"))),
                "PYTHONMALLOC": "malloc",
            },
            capture_output=True, text=True, check=False,
        )  # fmt: skip


def damaged(chance: random.Random, text: bytes) -> bytes:
    """Return a heap with a little wrong with it."""
    raw = bytearray(text)
    for _ in range(chance.randint(0, 4)):
        at = chance.randrange(len(raw))
        raw[at : at + chance.randint(0, 3)] = bytes(chance.choices(BYTES, k=chance.randint(0, 4)))
    if chance.random() < 0.3:
        lie = str(chance.choice([0, 1, 7, 10**6, 2**31, 2**32 - 1, 2**64, 10**30])).encode()
        numbers = list(re.finditer(rb"\d+", raw))
        place = chance.choice(numbers)
        raw[place.start() : place.end()] = lie
    return bytes(raw[: chance.randint(0, len(raw))] if chance.random() < 0.4 else raw)


def tangled(chance: random.Random) -> bytes:
    """Return a heap whose references are drawn by lot."""
    from tests.heap.builder import EDGE_TYPES, NODE_TYPES, HeapFile

    heap = HeapFile(newlines=chance.random() < 0.5)
    for _ in range(chance.randint(0, 200)):
        heap.node(
            chance.choice(NODE_TYPES),
            chance.choice(["Array", "Object", "x"]),
            chance.randint(0, 99),
        )
    for _ in range(chance.randint(0, 800)):
        kind = chance.choice(EDGE_TYPES)
        name = chance.randint(0, 9) if kind in {"element", "hidden"} else chance.choice("abc")
        heap.edge(chance.randrange(len(heap.nodes)), kind, name, chance.randrange(len(heap.nodes)))
    return heap.text().encode()


def inside(directory: Path, times: int, seed: int) -> None:
    """Load damaged heaps with the library in `directory`."""
    from memfit.errors import UnusableInputError
    from memfit.heap.groups import Groups
    from memfit.heap.heap import load
    from memfit.heap.names import Names
    from memfit.heap.native import NativeKernels
    from memfit.heap.paths import Paths
    from tests.heap.builder import leaky
    from tests.heap.ways import told

    ways = [NativeKernels(directory / f"{name}.so") for name in VARIANTS]
    file = directory / "a.heapsnapshot"
    small, large = (leaky(count=count).text().encode() for count in (4, 100))
    for number in range(seed, seed + times):
        chance = random.Random(number)
        text = tangled(chance) if chance.random() < 0.2 else chance.choice([small, large])
        file.write_bytes(damaged(chance, text))
        # Small pieces end where their memory does: what reads beyond one is found out.
        native = chance.choice(ways)
        native.piece = chance.choice([97, 500, 1000, 5000, 1 << 20])
        try:
            assert told(file, native, threads=2) == told(file, native, threads=1)
            heap = load(file, native)
            heap.distances()
            heap.nodes_named(["App", "Array"])
            heap.edges_named(["url", "a"])
            if heap.tree is not None:
                names = Names(heap)
                Groups(heap, names, heap.tree).classes(10)
                Paths(heap, names).parents  # noqa: B018 - computed when it is read
        except UnusableInputError:
            pass
        except BaseException:
            print(f"--seed {number} --times 1", file=sys.stderr)
            raise


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--inside", type=Path)
    options = parser.parse_args()
    if options.inside:
        inside(options.inside, options.times, options.seed)
        return
    reason = unusable()
    if reason:
        sys.exit(reason)
    done = run(options.times, options.seed)
    print(done.stdout + done.stderr, end="")
    print(f"{options.times} heaps: exit code {done.returncode}")
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
