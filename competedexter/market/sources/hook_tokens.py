"""Addresses that others send things to: who knows the token of a hook may send, and nobody can guess one. Pure.

A token names its source (22 characters) and proves it (43 more, random); only the digest of the whole is kept.
"""

import base64
import binascii
import hmac
from typing import Final
from uuid import UUID

from competedexter.foundation.crypto import new_token, token_digest

ID_LENGTH: Final = 22  # 16 bytes in base64 without padding
MAX_TOKEN: Final = 100


def own_address(base: str, source_id: UUID) -> str:
    """The address of a source that has none on the web."""
    return f"{base.rstrip('/')}/api/v1/sources/{source_id}/upload"


def hook_address(base: str, token: str) -> str:
    return f"{base.rstrip('/')}/api/v1/hooks/{token}"


def new_hook_token(source_id: UUID) -> str:
    return base64.urlsafe_b64encode(source_id.bytes).decode().rstrip("=") + new_token()


def source_of(token: str) -> UUID | None:
    """Which source a token speaks of; None when it is none of ours."""
    if not token.isascii() or not ID_LENGTH < len(token) <= MAX_TOKEN:
        return None
    try:
        return UUID(bytes=base64.urlsafe_b64decode(token[:ID_LENGTH] + "=="))
    except (binascii.Error, ValueError):
        return None


def opens(token: str, digest: object) -> bool:
    """Compared in constant time."""
    return isinstance(digest, str) and hmac.compare_digest(token_digest(token), digest)
