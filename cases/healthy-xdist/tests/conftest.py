import pytest

from weather.readings import readings


@pytest.fixture
def year(request):
    """A year of minutes, other ones for each test."""
    return readings(request.node.name, 365 * 1440)
