from dataclasses import replace

import pytest

from memfit.errors import LimitError
from memfit.limits.choose import LIMITERS, Row, choose
from memfit.limits.contract import Enclosure, Request, Unusable
from memfit.limits.watchdog import Watchdog

REQUEST = Request("x", memory=1 << 30)


class Way:
    """A limiter that works, or says why not."""

    covers = "everything is covered"

    def __init__(self, name: str, why_not: str | None = None) -> None:
        self.name = name
        self.why_not = why_not

    def unusable(self, request: Request) -> Unusable | None:
        return Unusable(self.why_not, f"repair {self.name}") if self.why_not else None

    def open(self, request: Request) -> Enclosure:
        raise NotImplementedError


def row(name: str, why_not: str | None = None, **others: bool) -> Row:
    return Row(Way(name, why_not), exact=True, fractions=lambda: True, **others)


LAST = Row(Watchdog(), exact=False, fractions=lambda: False)


def test_the_first_that_works_is_taken():
    limiter, why = choose(REQUEST, table=[row("a", "a is broken"), row("b"), row("c")])

    assert limiter.name == "b"
    assert why == (
        "b, the best way that works here: everything is covered; not possible: a (a is broken)"
    )


def test_without_a_limit_counting_is_preferred_all_the_same():
    limiter, why = choose(Request("x"), table=[row("a"), LAST])

    assert limiter.name == "a"
    assert "no limit is in force; the kernel counts" in why


def test_without_a_limit_and_a_cgroup_nothing_counts():
    limiter, why = choose(Request("x"), table=[row("a", "broken"), LAST])

    assert limiter.name == "watchdog"
    assert limiter.open(Request("x")).watchdog is None
    assert "nothing counts" in why


def test_the_one_that_is_named_is_taken():
    limiter, why = choose(REQUEST, "b", [row("a"), row("b", on_request=True)])

    assert limiter.name == "b"
    assert why.startswith("b, asked for:")


def test_the_one_that_is_named_must_work():
    with pytest.raises(LimitError, match="b cannot work here: it is broken") as raised:
        choose(REQUEST, "b", [row("a"), row("b", "it is broken")])

    assert raised.value.hint == "repair b"


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(LimitError, match="'z'") as raised:
        choose(REQUEST, "z")

    assert raised.value.hint == (
        "one of: cgroup-v2, cgroup-v1, systemd, container, watchdog, rlimit"
    )


def test_what_is_only_for_those_who_ask_is_never_chosen():
    limiter, _ = choose(REQUEST, table=[row("a", on_request=True), LAST])

    assert limiter.name == "watchdog"


def test_an_image_needs_the_container():
    table = [row("a"), row("box", image=True), LAST]

    assert choose(replace(REQUEST, image="node:22"), table=table)[0].name == "box"
    assert choose(REQUEST, table=table)[0].name == "a"


def test_an_image_that_cannot_be_run_is_an_error_and_not_a_run_without_it():
    table = [row("a"), row("box", "no engine", image=True), LAST]

    with pytest.raises(LimitError, match="no engine") as raised:
        choose(replace(REQUEST, image="node:22"), table=table)

    assert raised.value.hint == "repair box"


def test_an_image_and_another_limiter_exclude_each_other():
    with pytest.raises(LimitError, match="does not run the command in an image"):
        choose(replace(REQUEST, image="node:22"), "a", [row("a"), row("box", image=True)])


@pytest.mark.parametrize(("cpus", "told"), [(1.5, True), (2, False), (None, False)])
def test_a_fraction_of_a_core_that_is_not_enforced_is_told(cpus: float | None, told: bool):
    _, why = choose(replace(REQUEST, cpus=cpus), table=[LAST])

    assert ("only whole cores are enforced" in why) is told


def test_a_fraction_that_a_quota_enforces_needs_no_words():
    _, why = choose(replace(REQUEST, cpus=1.5), table=[row("a")])

    assert "whole cores" not in why


def test_names_are_unique_and_every_limiter_says_what_it_covers():
    names = [row.limiter.name for row in LIMITERS]

    assert len(set(names)) == len(names)
    assert all(row.limiter.covers for row in LIMITERS)


def test_something_works_on_every_machine():
    limiter, _ = choose(REQUEST)

    assert limiter.unusable(REQUEST) is None
