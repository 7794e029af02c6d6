import pytest

from shop.accounts import total
from shop.listing import rows


@pytest.mark.parametrize("first", range(10))
def test_a_total_is_the_sum_of_its_orders(server, first):
    orders = rows(server, f"/orders?page={first}")
    assert total(orders) == sum(100 + order["number"] * 7 % 900 for order in orders)
