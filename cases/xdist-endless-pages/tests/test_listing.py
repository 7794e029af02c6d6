import pytest

from shop.listing import rows


@pytest.mark.parametrize("first", range(10))
def test_a_listing_goes_on_to_its_last_page(server, first):
    assert len(rows(server, f"/orders?page={first}")) == 400 - 40 * first


def test_orders_come_in_order(server):
    numbers = [order["number"] for order in rows(server, "/orders")]
    assert numbers == sorted(numbers)
