"""Sums over what was listed."""

from collections import Counter


def total(orders: list[dict]) -> int:
    return sum(order["cents"] for order in orders)


def by_country(orders: list[dict]) -> Counter[str]:
    return Counter(order["country"] for order in orders)


def refunded(orders: list[dict]) -> list[dict]:
    return [order for order in orders if order["refunded"]]
