"""The verdicts on the kept recordings of all cases, against their labels: no Node is needed."""

import json
import lzma

import pytest

from cases.score import KEPT, Score, judge, labels, unpack
from memfit.explain.verdict import explain
from memfit.record.load import load
from memfit.report.document import document

LABELS = labels()


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> list[Score]:
    found = []
    for name, label in LABELS.items():
        place = unpack(KEPT / f"{name}.tar.xz", tmp_path_factory.mktemp(name))
        recording = load(place)
        said = json.loads(json.dumps(document(explain(recording), recording)))
        found.append(judge(name, label, said))
    return found


def test_every_case_has_a_kept_recording() -> None:
    kept = {path.name.removesuffix(".tar.xz") for path in KEPT.glob("*.tar.xz")}

    assert kept == set(LABELS)


def test_every_ending_is_right(scores: list[Score]) -> None:
    assert [score.case for score in scores if not score.ending] == []


def test_nine_of_ten_causes_are_right(scores: list[Score]) -> None:
    dying = [score for score in scores if not score.control]
    wrong = [(score.case, score.wanted, score.said) for score in dying if not score.cause]

    assert len(wrong) <= 0.1 * len(dying), wrong


def test_seventeen_of_twenty_culprits_are_right(scores: list[Score]) -> None:
    dying = [score for score in scores if not score.control]
    wrong = [score.case for score in dying if not score.culprit]

    assert len(wrong) <= 0.15 * len(dying), wrong


def test_no_control_raises_an_alarm(scores: list[Score]) -> None:
    assert [(score.case, score.said) for score in scores if score.false_alarm] == []


def test_no_kept_recording_names_the_machine_it_was_made_on() -> None:
    root = str(KEPT.parents[1]).encode()
    for path in KEPT.glob("*.tar.xz"):
        assert root not in lzma.decompress(path.read_bytes()), path.name
