import pytest

from tides.gauge import heights


@pytest.fixture(params=[0, 1, 2])
def year(request):
    """Heights of a year at three harbours; each test gets its own and drops them."""
    return heights(365, request.param)
