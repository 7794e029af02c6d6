import pytest

from letters.parse import volume
from letters.study import frequencies


@pytest.mark.parametrize("year", range(1904, 1916))
def test_winter_is_mentioned(year):
    assert frequencies(volume(f"{year}, second half"))["winter"] > 0
