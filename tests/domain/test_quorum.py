"""The quorum of a plenary in whole members (UU 23/2014 Pasal 183), for every size of council that can be."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.errors import InvalidValue
from tracker.domain.law.quorum import QUORUM_RULES, quorum


@pytest.mark.parametrize(
    ("kind", "seats", "present", "needed_present", "needed_for"),
    [
        # Fifty seats: two thirds are 33 1/3, so 34; of 34 present more than 17.
        ("perda", 50, 34, 34, 18),
        ("perda", 50, 50, 34, 26),
        ("perda", 45, 31, 30, 16),
        ("perda", 1, 1, 1, 1),
        # More than half of fifty is 26; the most votes decide.
        ("lain", 50, 26, 26, None),
        ("lain", 45, 23, 23, None),
        # Three quarters of fifty are 37 1/2, so 38; two thirds of 38 are 25 1/3, so 26.
        ("hak-angket", 50, 38, 38, 26),
    ],
)
def test_parts_of_a_member_do_not_vote(
    kind: str, seats: int, present: int, needed_present: int, needed_for: int | None
) -> None:
    found = quorum(kind, seats=seats, present=present)
    assert (found.needed_present, found.needed_for) == (needed_present, needed_for)
    assert found.is_quorate


def test_a_decision_needs_a_quorum_first() -> None:
    assert quorum("perda", seats=50, present=33, in_favour=33).is_carried is False
    assert quorum("perda", seats=50, present=34, in_favour=17).is_carried is False
    assert quorum("perda", seats=50, present=34, in_favour=18).is_carried is True


def test_what_was_not_given_is_not_judged() -> None:
    found = quorum("perda", seats=50)
    assert (found.needed_present, found.needed_for) == (34, 18)
    assert (found.is_quorate, found.is_carried) == (None, None)
    assert quorum("perda", seats=50, present=34).is_carried is None
    assert (
        quorum("lain", seats=50, present=26, in_favour=10).is_carried is None
    )  # the most votes, whoever has them


@pytest.mark.parametrize(
    ("numbers", "field"),
    [
        ({"seats": 0}, "seats"),
        ({"seats": 50, "present": 51}, "present"),
        ({"seats": 50, "present": -1}, "present"),
        ({"seats": 50, "present": 34, "in_favour": 35}, "in_favour"),
    ],
)
def test_numbers_that_cannot_be_name_their_field(numbers: dict[str, int], field: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        quorum("perda", **numbers)
    assert refused.value.field == field


@given(st.sampled_from([*QUORUM_RULES]), st.integers(1, 500), st.data())
def test_the_least_number_is_enough_and_one_fewer_is_not(kind: str, seats: int, data: st.DataObject) -> None:
    rule = QUORUM_RULES[kind]
    share = Fraction(rule.presence.top, rule.presence.bottom)
    least = quorum(kind, seats=seats).needed_present

    def enough(present: int) -> bool:
        return (
            Fraction(present, seats) > share if rule.presence.more_than else Fraction(present, seats) >= share
        )

    assert enough(least)
    assert not enough(least - 1)
    present = data.draw(st.integers(0, seats))
    assert quorum(kind, seats=seats, present=present).is_quorate == enough(present)
