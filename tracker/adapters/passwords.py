"""Passwords: hashing with argon2id, and making one that can be read aloud."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_NOBODY = _HASHER.hash("nobody has this password")

MIN_LENGTH = 10


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password."""
    return _HASHER.hash(password)


def verify(stored: str | None, password: str) -> bool:
    """Say whether the password fits; takes as long for an account that does not exist (None)."""
    try:
        _HASHER.verify(stored or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def generate() -> str:
    """Return a fresh password of four groups of four letters and digits, about 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
