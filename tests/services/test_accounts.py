"""Accounts: a throttle all processes share, sessions that end when they should, passwords never kept."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.services.house import House
from tracker import bootstrap
from tracker.adapters import passwords
from tracker.bootstrap import Tracker
from tracker.domain.access import Actor
from tracker.domain.errors import InvalidValue, NotAllowed, NotFound, Throttled
from tracker.services import accounts
from tracker.services.accounts import PER_ACCOUNT, PER_ADDRESS, WINDOW, Login, NewAccount
from tracker.storage.models import LoginAttempt, User

RINA = NewAccount("Rina@Example.test ", " Rina ", "pansus")
RIGHT = "kata-sandi-rina"


@pytest.fixture(scope="module")
def hashed() -> str:
    """Hashing takes its time on purpose; once is enough."""
    return passwords.hash_password(RIGHT)


@pytest.fixture
def rina(house: House, hashed: str) -> int:
    """An account with the password RIGHT; returns its id."""
    with house.tracker.transaction() as session:
        user = User(
            email="rina@example.test",
            name="Rina",
            role="pansus",
            password_hash=hashed,
            must_change_password=False,
            created_at=house.now,
        )
        session.add(user)
        session.flush()
        return user.id


@pytest.fixture
def second(house: House) -> Iterator[Tracker]:
    """Another process on the same database, as far as the database can tell."""
    built = bootstrap.build(house.tracker.settings, clock=house.tracker.clock)
    yield built
    built.close()


def log_in(
    tracker: Tracker,
    password: str = RIGHT,
    *,
    email: str = "rina@example.test",
    address: str = "10.0.0.1",
    later: timedelta = timedelta(),
) -> Login | None:
    with tracker.transaction() as session:
        return accounts.log_in(session, email, password, address=address, now=tracker.now() + later)


def still_in(house: House, login: Login) -> bool:
    with house.tracker.reading() as session:
        return accounts.logged_in(session, login.actor.id, login.session_version) is not None


def entered(house: House) -> Login:
    login = log_in(house.tracker)
    assert login is not None
    return login


# Logging in


def test_an_address_is_known_however_it_is_typed(house: House, rina: int) -> None:
    login = log_in(house.tracker, email="  RINA@Example.TEST ")
    assert login is not None
    assert (login.actor.id, login.actor.name, login.language) == (rina, "Rina", "id")


def test_after_five_failures_even_the_right_password_waits_a_quarter_of_an_hour(
    house: House, rina: int
) -> None:
    for _ in range(PER_ACCOUNT):
        assert log_in(house.tracker, "salah") is None
    with pytest.raises(Throttled) as refused:
        log_in(house.tracker)
    assert refused.value.until == house.now + WINDOW
    with pytest.raises(Throttled):
        log_in(house.tracker, address="10.9.9.9", later=WINDOW - timedelta(seconds=1))
    assert log_in(house.tracker, later=WINDOW) is not None


def test_the_throttle_counts_across_processes(house: House, second: Tracker, rina: int) -> None:
    for number in range(PER_ACCOUNT):
        assert log_in((house.tracker, second)[number % 2], "salah") is None
    for each in (house.tracker, second):
        with pytest.raises(Throttled):
            log_in(each)


def test_an_account_that_does_not_exist_is_throttled_alike(house: House) -> None:
    for _ in range(PER_ACCOUNT):
        assert log_in(house.tracker, email="siapa@example.test") is None
    with pytest.raises(Throttled):
        log_in(house.tracker, email="siapa@example.test")


def test_one_address_cannot_try_account_after_account(house: House, rina: int) -> None:
    with house.tracker.transaction() as session:
        tries = (LoginAttempt(key="address:10.0.0.1", at=house.now) for _ in range(PER_ADDRESS))
        session.add_all(tries)
    with pytest.raises(Throttled):
        log_in(house.tracker)
    assert log_in(house.tracker, address="10.0.0.2") is not None


def test_getting_in_forgets_the_failures_of_the_account(house: House, rina: int) -> None:
    for _ in range(PER_ACCOUNT - 1):
        log_in(house.tracker, "salah")
    entered(house)
    for _ in range(PER_ACCOUNT - 1):
        log_in(house.tracker, "salah")
    entered(house)


def test_a_closed_account_gets_the_answer_of_a_wrong_password(house: House, rina: int) -> None:
    login = entered(house)
    with house.tracker.transaction() as session:
        accounts.disable(session, house["admin"], rina, now=house.now)
    assert log_in(house.tracker) is None
    assert not still_in(house, login)
    with house.tracker.transaction() as session:
        accounts.enable(session, house["admin"], rina, now=house.now)
    assert log_in(house.tracker) is not None
    assert not still_in(house, login)


# Passwords and sessions


def test_a_new_password_ends_the_other_sessions_and_keeps_ones_own(house: House, rina: int) -> None:
    here, there = entered(house), entered(house)
    with house.tracker.transaction() as session:
        version = accounts.change_password(
            session, here.actor, RIGHT, "empat kata mudah diingat", now=house.now
        )
    assert not still_in(house, there)
    with house.tracker.reading() as session:
        assert accounts.logged_in(session, rina, version) is not None
    assert log_in(house.tracker) is None
    assert log_in(house.tracker, "empat kata mudah diingat") is not None


@pytest.mark.parametrize(("old", "new", "why_not"), [
    ("salah", "empat kata mudah", "old: wrong"),
    (RIGHT, "pendek", "new: too-short"),
    (RIGHT, RIGHT, "new: nothing-changes"),
])  # fmt: skip
def test_a_password_that_cannot_be_is_refused(
    house: House, rina: int, old: str, new: str, why_not: str
) -> None:
    who, before = entered(house).actor, house.everything()
    with pytest.raises(InvalidValue, match=why_not), house.tracker.transaction() as session:
        accounts.change_password(session, who, old, new, now=house.now)
    assert house.everything() == before


def test_a_reset_password_replaces_the_old_one_and_must_be_changed(house: House, rina: int) -> None:
    login = entered(house)
    for _ in range(PER_ACCOUNT):
        log_in(house.tracker, "salah")
    with house.tracker.transaction() as session:
        fresh = accounts.reset_password(session, house["admin"], rina, now=house.now)
    assert not still_in(house, login)
    again = log_in(house.tracker, fresh)
    assert again is not None
    assert again.must_change_password


def test_no_password_is_kept_or_journalled_as_it_was_typed(house: House) -> None:
    with house.tracker.transaction() as session:
        _, password = accounts.add(session, house["admin"], RINA, now=house.now)
    stored = repr(house.everything())
    assert password not in stored
    assert "$argon2id$" in stored


# Who has an account


def test_an_account_is_opened_once_for_each_address(house: House) -> None:
    with house.tracker.transaction() as session:
        accounts.add(session, house["admin"], RINA, now=house.now)
    for email in ("rina@example.test", "RINA@EXAMPLE.TEST"):
        with pytest.raises(InvalidValue, match="already-there"), house.tracker.transaction() as session:
            accounts.add(session, house["admin"], NewAccount(email, "x", "admin"), now=house.now)
    with house.tracker.reading() as session:
        lines = accounts.accounts(session, house["admin"])
    [line] = [one for one in lines if one.email == "rina@example.test"]
    assert (line.name, line.role, line.must_change_password) == ("Rina", "pansus", True)


@pytest.mark.parametrize(("email", "role", "field"), [
    ("rina", "pansus", "email"), ("@", "pansus", "email"), ("rina@example.test", "raja", "role"),
])  # fmt: skip
def test_an_account_that_cannot_be_is_refused(house: House, email: str, role: str, field: str) -> None:
    with pytest.raises(InvalidValue) as refused, house.tracker.transaction() as session:
        accounts.add(session, house["admin"], NewAccount(email, "Rina", role), now=house.now)
    assert refused.value.field == field


def test_a_changed_role_ends_the_sessions_and_a_changed_name_does_not(house: House, rina: int) -> None:
    def change(name: str, role: str) -> None:
        with house.tracker.transaction() as session:
            accounts.change_account(session, house["admin"], rina, name=name, role=role, now=house.now)

    login = entered(house)
    change("Rina S.", "pansus")
    assert still_in(house, login)
    before = house.everything()
    change("Rina S.", "pansus")
    assert house.everything() == before
    change("Rina S.", "pimpinan")
    assert not still_in(house, login)


def test_nobody_closes_or_demotes_themselves(house: House) -> None:
    admin, before = house["admin"], house.everything()
    with pytest.raises(InvalidValue, match="own-account"), house.tracker.transaction() as session:
        accounts.disable(session, admin, admin.id, now=house.now)
    with pytest.raises(InvalidValue, match="own-account"), house.tracker.transaction() as session:
        accounts.change_account(session, admin, admin.id, name="admin", role="pimpinan", now=house.now)
    assert house.everything() == before


def test_closing_a_closed_account_writes_nothing(house: House, rina: int) -> None:
    def close() -> None:
        with house.tracker.transaction() as session:
            accounts.disable(session, house["admin"], rina, now=house.now)

    close()
    before = house.everything()
    close()
    assert house.everything() == before


def test_a_language_is_one_of_two(house: House) -> None:
    with house.tracker.transaction() as session:
        accounts.set_language(session, house["ketua"], "en")
    with pytest.raises(InvalidValue, match="not-a-choice"), house.tracker.transaction() as session:
        accounts.set_language(session, house["ketua"], "nl")
    with house.tracker.reading() as session:
        assert session.scalar(select(User.language).where(User.name == "ketua")) == "en"


@pytest.mark.parametrize("who", ["staf", "ketua", "pimpinan"])
def test_only_the_administrator_manages_accounts(house: House, who: str) -> None:
    actor: Actor = house[who]
    before, now = house.everything(), house.now
    with house.tracker.transaction() as session:
        for act in (
            lambda: accounts.accounts(session, actor),
            lambda: accounts.add(session, actor, RINA, now=now),
            lambda: accounts.change_account(session, actor, 1, name="x", role="admin", now=now),
            lambda: accounts.disable(session, actor, 1, now=now),
            lambda: accounts.enable(session, actor, 1, now=now),
            lambda: accounts.reset_password(session, actor, 1, now=now),
        ):
            with pytest.raises(NotAllowed):
                act()
    assert house.everything() == before


def test_an_account_that_does_not_exist_is_not_found(house: House) -> None:
    with pytest.raises(NotFound), house.tracker.transaction() as session:
        accounts.reset_password(session, house["admin"], 999, now=house.now)
    with house.tracker.reading() as session:
        assert accounts.logged_in(session, 999, 1) is None
        assert session.scalar(select(func.count()).select_from(LoginAttempt)) == 0
