from unittest.mock import Mock

from shop.accounts import refunded
from shop.listing import rows
from tests.conftest import page


def test_every_tenth_order_is_refunded(server):
    assert len(refunded(rows(server, "/orders"))) == 40


def test_refunds_are_found_on_the_second_page_too():
    fetch = Mock(side_effect=lambda path: page(0, "/orders?page=1"))
    assert len(refunded(rows(fetch, "/orders"))) == 8


def test_without_orders_there_are_no_refunds():
    assert refunded([]) == []
