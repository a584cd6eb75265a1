"""Bearer tokens: signed, seven days, revocable. Rights are never read from them (product.md)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import jwt

from competedexter.foundation.identifiers import new_id

from .errors import InvalidToken
from .schemas import TOKEN_LIFE_SECONDS, Person

ALGORITHM = "HS256"
ISSUER = "competedexter"
MAX_TOKEN_CHARACTERS = 8_192  # ours have about 500; more is an attack on the parser
_REQUIRED = ["userId", "iat", "exp", "jti", "iss"]


@dataclass(frozen=True)
class Claims:
    user_id: UUID
    jti: UUID
    token_version: int
    expires_at: datetime


def issue(person: Person, plan: str, *, secret: str, now: datetime) -> str:
    return jwt.encode(
        {
            "iss": ISSUER,
            "userId": str(person.id),
            "email": person.email,
            "workspaceIds": [str(workspace.id) for workspace in person.workspaces],
            "plan": plan,
            "ver": person.token_version,
            "iat": now,
            "exp": now + timedelta(seconds=TOKEN_LIFE_SECONDS),
            "jti": str(new_id()),
        },
        secret,
        algorithm=ALGORITHM,
    )


def read(token: str, *, secret: str, now: datetime) -> Claims:
    """Raises InvalidToken for anything `issue` did not sign, and for what has expired by `now`."""
    if len(token) > MAX_TOKEN_CHARACTERS:
        raise InvalidToken
    try:
        claims = jwt.decode(
            token,
            secret,
            algorithms=[ALGORITHM],
            issuer=ISSUER,
            options={"require": _REQUIRED, "verify_exp": False, "verify_iat": False},
        )
        expires_at = datetime.fromtimestamp(float(claims["exp"]), UTC)
        read_claims = Claims(UUID(claims["userId"]), UUID(claims["jti"]), int(claims["ver"]), expires_at)
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, OverflowError, AttributeError) as error:
        raise InvalidToken from error
    if now >= expires_at:
        raise InvalidToken
    return read_claims
