import pytest

from shop.accounts import by_country
from shop.listing import rows


@pytest.mark.parametrize("country", ["at", "be", "ch", "de", "fr", "it", "nl", "pl"])
def test_each_country_has_its_share(server, country):
    assert by_country(rows(server, "/orders"))[country] == 50
