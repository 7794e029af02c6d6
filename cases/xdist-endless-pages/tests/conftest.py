import json
import time
from urllib.parse import parse_qs, urlparse

import pytest

COUNTRIES = ("at", "be", "ch", "de", "fr", "it", "nl", "pl")
SIZE = 40


def order(number):
    return {
        "number": number,
        "cents": 100 + number * 7 % 900,
        "country": COUNTRIES[number % len(COUNTRIES)],
        "refunded": number % 10 == 0,
        "note": f"order {number}, left at the neighbour's",
    }


def page(first, following):
    return json.dumps({"rows": [order(n) for n in range(first, first + SIZE)], "next": following})


@pytest.fixture
def server():
    """A server with 400 orders."""

    def fetch(path):
        time.sleep(0.004)
        number = int(parse_qs(urlparse(path).query).get("page", ["0"])[0])
        return page(number * SIZE, f"/orders?page={number + 1}" if number < 9 else None)

    return fetch
