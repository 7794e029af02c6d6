import pytest

from letters.parse import volume
from letters.study import pairs


@pytest.mark.parametrize("year", range(1892, 1904))
def test_nobody_writes_to_himself(year):
    assert all(a != b for a, b in pairs(volume(f"{year}, first half")))
