"""What an investigation of a case came to, compared with its label."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from cases.investigated import Result, known, summarise, table

DYING = {"cause": "retained-across-files"}


def document(**changes: Any) -> dict[str, Any]:
    """What `memfit investigate --json` writes, as far as it is read."""
    investigation = {
        "cause": "retained-across-files", "remedy": None, "runs": 5, "seconds": 40.0, "cost": 4.0,
        "outcome": "retained-across-files, proven by experiment",
    }  # fmt: skip
    return {
        "elapsed": 8.0,
        "findings": [{"cause": "retained-across-files", "basis": "measured"}],
        "tried": [],
        "investigation": investigation,
        **changes,
    }


def result(**changes: Any) -> Result:
    made = Result(
        "one", "retained-across-files", "retained-across-files", "retained-across-files",
        "measured", "isolate-files", 3, "same", 5, 40.0, 8.0, 10.0, "proven",
    )  # fmt: skip
    return replace(made, **changes)


def control(**changes: Any) -> Result:
    return result(
        case="two", wanted="", proved="", said="", basis="", remedy="", held=0, tests="", runs=1,
        seconds=9.0, outcome="nothing to fix: the run passed", **changes,
    )  # fmt: skip


def test_a_cause_that_an_experiment_proved_is_right() -> None:
    assert summarise("one", DYING, document(), 44.0).right


def test_a_cause_that_only_fits_the_recording_is_not_proved() -> None:
    found = document(findings=[{"cause": "retained-across-files", "basis": "inferred"}])
    assert not summarise("one", DYING, found, 44.0).right


def test_another_cause_than_the_label_is_wrong_however_well_it_was_proved() -> None:
    assert not summarise("one", {"cause": "mock-registry"}, document(), 44.0).right


def test_one_run_of_the_suite_is_what_the_cost_is_counted_in() -> None:
    made = summarise("one", DYING, document(), 50.0)

    assert (made.one_run, made.cost, made.given) == (10.0, 5.0, 8.0)


def test_a_control_must_be_let_go_after_one_run() -> None:
    assert control().right
    assert not replace(control(), runs=2).right
    assert not replace(control(), outcome="not proven").right


def test_the_table_counts_dying_cases_and_controls_apart() -> None:
    missed = result(case="three", proved="", basis="inferred", remedy="", held=0, seconds=100.0)
    text = table([result(), control(), missed])

    assert "proved, basis measured: 1 of 2 (50%)" in text
    assert "seen to hold three times: 1 of 2 (50%)" in text
    assert '"nothing to fix": 1 of 1 (100%)' in text
    assert "median cost: 7.0 runs" in text
    assert "| three | retained-across-files | no: retained-across-files (inferred) |" in text


def test_the_last_line_of_a_case_counts(tmp_path: Path) -> None:
    lines = [asdict(result(runs=7)), asdict(result(runs=5))]
    (tmp_path / "results.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))

    assert known(tmp_path)["one"].runs == 5
