"""Secrets: password hashes, random tokens and their digests."""

import hashlib
import secrets
from typing import Final

from passlib.context import CryptContext

_passwords: Final = CryptContext(schemes=["argon2"], deprecated="auto")
_NOBODY: Final = _passwords.hash(secrets.token_urlsafe(16))

TOKEN_BYTES = 32


def hash_password(password: str) -> str:
    """An argon2id hash; takes 64 MiB and about 150 ms, so call it off the event loop."""
    return str(_passwords.hash(password))


def password_matches(password: str, stored: str | None) -> bool:
    """Compares; with no stored hash it takes the same time and says no, so that nobody learns who has an account."""
    matches = bool(_passwords.verify(password, stored or _NOBODY))
    return matches and stored is not None


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_digest(token: str) -> str:
    """What is stored of a token: SHA-256, hex. Tokens are random, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
