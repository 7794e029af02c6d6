"""The kept recordings of the cases: what memfit says of them, without running anything."""

import lzma
import os
import tempfile
from pathlib import Path

import pytest

from cases import score
from cases.score import KEPT, ROOT

LABELS = score.labels()
PACKED = sorted(KEPT.glob("*.tar.xz"))
MOST = 400_000  # bytes of a packed recording; all of them are cloned with the project

every_recording = pytest.mark.parametrize(
    "packed", PACKED, ids=lambda path: path.name.removesuffix(".tar.xz")
)


def test_every_control_is_kept():
    controls = {name for name, label in LABELS.items() if not label["cause"]}
    assert controls <= {path.name.removesuffix(".tar.xz") for path in PACKED}


@every_recording
def test_a_kept_recording_is_of_a_case_and_small(packed: Path):
    assert packed.name.removesuffix(".tar.xz") in LABELS
    assert packed.stat().st_size < MOST


@every_recording
def test_a_kept_recording_holds_no_path_of_the_machine(packed: Path):
    data = lzma.decompress(packed.read_bytes())
    for path in (ROOT, Path(tempfile.gettempdir()), Path.home()):
        assert os.fsencode(path) + b"/" not in data


@every_recording
def test_a_kept_recording_ends_as_its_label_says(packed: Path, tmp_path: Path):
    case = packed.name.removesuffix(".tar.xz")
    document = score.explain(score.unpack(packed, tmp_path))
    judged = score.judge(case, LABELS[case], document)
    assert judged.ending, document["ending"]
    assert not judged.false_alarm, document["findings"]
