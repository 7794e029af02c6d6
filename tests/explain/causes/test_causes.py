from pathlib import Path

import pytest

from memfit.explain.causes import CATALOGUE

PAGES = Path(__file__).parents[3] / "docs" / "reference" / "causes"


@pytest.mark.parametrize("cause", CATALOGUE)
def test_every_cause_has_a_page(cause):
    page = (PAGES / f"{cause}.md").read_text(encoding="utf-8")

    for heading in ("Symptom", "Why", "How memfit tells", "Remedy", "Not to be confused with"):
        assert f"## {heading}\n" in page
