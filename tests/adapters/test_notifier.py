"""Services that Apprise speaks: what may be used, and what is heard when a message is not taken."""

import logging
from collections.abc import Iterator

import pytest

from tests.mailbox import free_port
from tests.webhooks import Webhook, webhook
from tracker.adapters.delivery import DeliveryFailure
from tracker.adapters.notifier import Notifier, Post

OPEN = Notifier(frozenset({"json", "tgram", "syslog"}))
TOKEN = "kunci-rahasia-123"


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with webhook() as service:
        yield service


def failure(*posts: Post) -> DeliveryFailure:
    """What the last of these fails with; those before may fail, too."""
    with OPEN.open() as connection:
        for post in posts[:-1]:
            with pytest.raises(DeliveryFailure):
                connection.send(post)
        with pytest.raises(DeliveryFailure) as caught:
            connection.send(posts[-1])
    return caught.value


def test_a_message_arrives_with_its_title(hook: Webhook) -> None:
    with OPEN.open() as connection:
        connection.send(Post(hook.url(TOKEN), "1 tenggat: SPBE", "Besok."))
    ((path, content),) = hook.posts
    assert path.strip("/") == TOKEN
    assert (content["title"], content["message"]) == ("1 tenggat: SPBE", "Besok.")


@pytest.mark.parametrize(
    ("address", "understood"),
    [
        ("tgram://123456789:abcdefg_hijklmnop/12345", True),
        ("json://hook.example/x", True),
        ("tgram://", False),
        ("json://hook.example/x?template=/etc/passwd", False),
        ("slack://a/b/c", False),
        ("syslog://", False),
        ("bukan alamat", False),
        ("", False),
    ],
)
def test_only_what_apprise_understands_and_a_setting_allows_may_be_used(
    address: str, understood: bool
) -> None:
    assert OPEN.understands(address) is understood


def test_by_default_nothing_inside_the_house_can_be_reached() -> None:
    for address in ("json://10.0.0.1/x", "jsons://10.0.0.1/x", "ntfy://10.0.0.1/x", "mailto://a:b@10.0.0.1"):
        assert not Notifier().understands(address)


@pytest.mark.parametrize(
    ("status", "permanent"), [(400, True), (401, True), (404, True), (429, False), (503, False)]
)
def test_the_answer_of_a_service_says_whether_to_try_again(
    hook: Webhook, status: int, permanent: bool
) -> None:
    hook.answer = status
    found = failure(Post(hook.url(TOKEN), "t", "b"))
    assert (found.permanent, found.server) == (permanent, False)
    assert f"error={status}" in found.detail
    assert TOKEN not in found.detail


def test_a_service_that_is_not_there_is_down_for_everybody() -> None:
    found = failure(Post(f"json://127.0.0.1:{free_port()}/{TOKEN}", "t", "b"))
    assert (found.permanent, found.server) == (False, True)
    assert "refused" in found.detail
    assert TOKEN not in found.detail


def test_what_is_no_longer_allowed_fails_for_good() -> None:
    found = failure(Post("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", "t", "b"))
    assert (found.permanent, found.detail) == (True, "slack: not allowed here")


class Listener(logging.Handler):
    """Stands where the log of a process is written: at the root."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def test_no_log_of_ours_names_a_secret(hook: Webhook) -> None:
    hook.answer = 500
    listener, root = Listener(), logging.getLogger()
    root.addHandler(listener)
    try:
        failure(Post(hook.url(TOKEN), "t", "b"))
    finally:
        root.removeHandler(listener)
    assert [line for line in listener.lines if TOKEN in line] == []
