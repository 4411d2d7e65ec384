"""What names the ways to reach people, and what may be shown of them."""

import pytest

from tracker.domain.channels import is_harmless, masked, scheme_of, server_of, shown

TELEGRAM = "tgram://123456789:AAbbCC-dd_EE/987654321/?format=text"
WEBHOOK = "jsons://user:kata%20sandi@hook.example/jalur/rahasia"


@pytest.mark.parametrize(
    ("address", "scheme"), [(TELEGRAM, "tgram"), ("JSON://x", "json"), ("bukan alamat", ""), ("", "")]
)
def test_the_scheme_is_what_stands_before(address: str, scheme: str) -> None:
    assert scheme_of(address) == scheme


@pytest.mark.parametrize("address", [TELEGRAM, WEBHOOK])
def test_nothing_of_the_address_is_shown_or_named(address: str) -> None:
    rest = address.partition("://")[2]
    for told in (shown(address), server_of(address)):
        assert not any(part in told for part in rest.replace("@", "/").split("/") if part)


@pytest.mark.parametrize(
    ("address", "secrets"),
    [
        (TELEGRAM, ("123456789", "AAbbCC-dd_EE", "987654321")),
        (WEBHOOK, ("kata sandi", "kata%20sandi", "rahasia", "hook.example")),
    ],
)
def test_no_secret_stays_in_the_words_of_a_service(address: str, secrets: tuple[str, ...]) -> None:
    told = masked(f"POST {address} failed: {' and '.join(secrets)}, error=500", address)
    assert not any(secret in told for secret in secrets)
    assert told.endswith("error=500")


@pytest.mark.parametrize(
    ("address", "harmless"),
    [
        (TELEGRAM, True),
        ("tgram://1:a/2", True),
        ("json://hook.example/x?+X-Key=1&method=PUT", True),
        ("whatsapp://token@phone/to?template=nama&lang=id", True),
        ("slack://a/b/c/#pansus", True),
        ("slack://a/b/c/#pansus?template=/etc/passwd", False),
        ("workflows://h/a/b?TEMPLATE=file:///x", False),
        ("workflows://h/a/b?format=text&%74emplate=x", False),
        ("tgram://1:a/2?rto=9999", False),
        ("tgram://1:a/2?format=text;verify=no", False),
        ("tgram://1:a/2#?template=x", False),
    ],
)
def test_a_url_asks_for_nothing_that_reaches_into_the_house(address: str, harmless: bool) -> None:
    assert is_harmless(address) is harmless


def test_those_of_one_service_fail_together_and_those_of_two_hosts_do_not() -> None:
    assert server_of(TELEGRAM) == server_of("tgram://987:zz/1")
    assert server_of("json://a.example/x") == server_of("json://a.example/y")
    assert server_of("json://a.example/x") != server_of("json://b.example/x")
    assert server_of("json://[bad") == server_of("json://[worse")
