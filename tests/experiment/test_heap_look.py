"""Which cause the holder of what grew speaks for."""

import pytest

from memfit.experiment.heap_look import speaks_for
from memfit.model.snapshot import HeldBy, Place


@pytest.mark.parametrize(
    ("holder", "file", "what", "cause"),
    [
        ('this["#browserFrame"].window', "/app/node_modules/happy-dom/a.js", "1 x Window", "dom-window-retained"),
        ("browserFrames{}", "/app/node_modules/happy-dom/a.js", "2 x DetachedBrowserFrame", "dom-window-retained"),
        ("REGISTERED_MOCKS{}", "/app/node_modules/@vitest/spy/dist/index.js", "4 x function", "mock-registry"),
        ("globalThis.__scenarios", "/app/src/scenarios.ts", "9 x Object", "retained-across-files"),
        # A class of the project's own, whose name only begins alike.
        ("globalThis.frames", "/app/src/frames.ts", "9 x WindowFrame", "retained-across-files"),
    ],
)  # fmt: skip
def test_a_holder_speaks_for_one_cause(holder: str, file: str, what: str, cause: str):
    place = Place(file, 8, 1, mapped=False)
    sentence = f"30 MB new: {what} at {holder} ({file}:8)"

    assert speaks_for(HeldBy("1-0", "1-0-2", holder, place, 30 << 20, 0.4, sentence)) == cause


def test_many_small_objects_and_small_shares_speak_for_none():
    assert speaks_for(HeldBy("1-0", "1-0-2", None, None, 30 << 20, 0.4, "many")) is None
    assert speaks_for(HeldBy("1-0", "1-0-2", "kept", None, 1 << 20, 0.01, "1 MB")) is None
