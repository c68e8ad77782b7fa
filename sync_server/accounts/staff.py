"""A person who is signed in. Pure."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import timedelta

from sync_server.accounts.roles import Role

TOKEN_BYTES = 32
SESSION_LASTS = timedelta(hours=12)
"""An exam day."""

IDLE_FOR = timedelta(hours=2)
ACCOUNT_NAME = re.compile(r"[0-9A-Za-z\u3400-\u9fff][0-9A-Za-z\u3400-\u9fff._-]{0,39}")

_FORM_DOMAIN = b"exam-room console form v1\0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account as the store has it."""

    account_uuid: str
    name: str
    role: Role
    password_hash: str
    created_utc: str
    is_disabled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Who asks: stands in every act and in the audit log."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSession:
    """A session row: who, and when it was made, used and is over (UTC)."""

    staff: Staff
    last_used_utc: str
    expires_utc: str
    is_ended: bool


def token_hash(token: str) -> bytes:
    """Return what the database keeps of a session token."""
    return hashlib.sha256(token.encode()).digest()


def form_token(token: str) -> str:
    """Return the token that this session's forms carry against cross-site requests."""
    return hmac.digest(token.encode(), _FORM_DOMAIN, "sha256").hex()


def is_form_token(token: str, found: str) -> bool:
    """Return whether a form's token is this session's, in constant time."""
    return hmac.compare_digest(form_token(token).encode(), found.encode())
