"""Every case, run by memfit for real: how it ends, who dies, and what its label measured."""

import json
import os
from pathlib import Path

import pytest

from memfit.limits.choose import choose
from memfit.limits.contract import Request
from memfit.units import parse_bytes
from tests.cases.labels import Case, cases
from tests.command import memfit
from tests.platforms import require

ALL = cases()
_TIMED_OUT = 124  # what `memfit run` exits with after its own --timeout, as timeout(1) does


@pytest.mark.node
@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_case_ends_as_its_label_says(case: Case, tmp_path: Path) -> None:
    label = case.label
    limit = label.get("memory")
    if limit is not None:
        limiter, _ = choose(Request(name="test", memory=parse_bytes(limit)))
        by_kernel = limiter.name != "watchdog"
        require(None if by_kernel else "no cgroup can be made here, and the case needs its kill")
    if label["install"] != "none":
        installed = (case.directory / "node_modules" / ".installed").is_file()
        require(None if installed else f"python cases/install.py {case.name} was not run")

    recording = tmp_path / "recording"
    options = [f"--{key}={label[key]}" for key in ("memory", "cpus", "timeout") if key in label]
    done = memfit(
        "run", "--recording", str(recording), *options, "--", *case.command,
        cwd=case.directory, **case.environment,
    )  # fmt: skip
    explained = memfit("explain", str(recording), "--format", "json", cwd=tmp_path)
    document = json.loads(explained.stdout)

    shown = f"{done.stdout[-2000:]}\n{done.stderr[-3000:]}"
    assert document["ending"]["kind"] == label["ending"], shown
    assert document["ending"]["exit_code"] in _codes(label["measured"]["exit_code"]), shown
    returned = _TIMED_OUT if "timeout" in label else document["ending"]["exit_code"]
    assert done.returncode == returned, shown
    died = label["ending"] in {"heap-limit", "oom-killed", "over-budget"}
    assert explained.returncode == int(died), explained.stdout
    if died:
        role = label["culprit"]["role"]
        biggest = max(document["processes"], key=lambda row: (row["peak"] or {"bytes": 0})["bytes"])
        # V8's ceiling ends the one heap that is full, however large the others are.
        full = document["ending"]["process"] if label["ending"] == "heap-limit" else biggest
        assert full["role"] == role, shown
        assert biggest["peak"]["how"] == "exact"
    else:
        assert not [f for f in document["findings"] if f["level"] == "error"], shown
    low, high = _range(label["measured"]["tree_peak"])
    # Another machine and another Node's heuristics move a peak; the order of size must hold.
    assert 0.6 * low <= document["peak"]["bytes"] <= 1.6 * high, (document["peak"], low, high)


def _codes(value: int | list[int]) -> list[int]:
    return value if isinstance(value, list) else [value]


def _range(value: object) -> tuple[int, int]:
    values = [value] if isinstance(value, int | str) else list(value)  # type: ignore[call-overload]
    sizes = [item if isinstance(item, int) else parse_bytes(item) for item in values]
    return min(sizes), max(sizes)


def test_every_ending_of_memory_has_a_case() -> None:
    assert {"heap-limit", "oom-killed", "passed", "failed"} <= {c.label["ending"] for c in ALL}


if os.environ.get("CI") and not ALL:  # an empty folder must not look like success
    pytest.fail("cases/ holds no case", pytrace=False)
