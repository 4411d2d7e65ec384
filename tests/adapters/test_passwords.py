"""Passwords: argon2id, never the same hash twice, and one that can be read aloud."""

import pytest

from tracker.adapters import passwords

RIGHT = "empat kata mudah diingat"


@pytest.fixture(scope="module")
def stored() -> str:
    return passwords.hash_password(RIGHT)


def test_only_the_right_password_fits(stored: str) -> None:
    assert passwords.verify(stored, RIGHT)
    for wrong in ("", RIGHT.upper(), f"{RIGHT} "):
        assert not passwords.verify(stored, wrong)


def test_nobody_gets_in_where_there_is_no_account() -> None:
    assert not passwords.verify(None, RIGHT)
    assert not passwords.verify(None, "nobody has this password")


def test_what_is_no_hash_lets_nobody_in() -> None:
    assert not passwords.verify("-", "-")
    assert not passwords.verify("", "")


def test_a_hash_is_argon2id_of_the_chosen_cost_with_a_salt_of_its_own(stored: str) -> None:
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.hash_password(RIGHT) != stored


def test_a_made_password_can_be_read_aloud_and_never_repeats() -> None:
    made = [passwords.generate() for _ in range(200)]
    assert len(set(made)) == len(made)
    letters = set("".join(made)) - {"-"}
    assert letters.isdisjoint("il1o0")
    assert {tuple(map(len, one.split("-"))) for one in made} == {(4, 4, 4, 4)}
    assert min(map(len, made)) >= passwords.MIN_LENGTH
