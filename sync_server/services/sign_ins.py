"""Signing in and out, and asking who somebody is."""

import secrets
import threading
from dataclasses import dataclass

from sync_server.accounts.errors import (
    PasswordWeakError,
    SignedOutError,
    SignInRefusedError,
)
from sync_server.accounts.password_rules import ANY_HASH, require_good
from sync_server.accounts.roles import Role
from sync_server.accounts.staff import (
    ACCOUNT_NAME,
    IDLE_FOR,
    SESSION_LASTS,
    TOKEN_BYTES,
    Account,
    Staff,
    token_hash,
)
from sync_server.accounts.tries import SlidingLimit
from sync_server.audit.audit_chain import Act
from sync_server.clock import Clock, parse_utc_text
from sync_server.errors import BusyError, NotFoundError
from sync_server.keys.passwords import is_password, password_hash
from sync_server.storage.account_store import AccountStore
from sync_server.storage.audit_store import AuditStore

TOUCH_EVERY_S = 60
"""How exact the time of last use is; a write for each request would be waste."""

MOST_CHECKS = 2
"""Passwords looked at at a time: each needs 64 MiB and four threads for a while."""

LONGEST_WAIT_S = 10.0
"""For one's turn; after that the person is told to come again."""

LOOPBACK = frozenset({"127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A new session: the token stands nowhere else."""

    token: str
    staff: Staff


class SignIns:
    """Sessions of people. For all threads."""

    def __init__(self, accounts: AccountStore, audit: AuditStore, clock: Clock) -> None:
        self._accounts = accounts
        self._audit = audit
        self._clock = clock
        self._tries = SlidingLimit()
        self._turns = threading.BoundedSemaphore(MOST_CHECKS)
        self._known: set[tuple[str, str]] = set()

    def sign_in(self, name: str, password: str, address: str) -> SignedIn:
        """Return a new session.

        Raises:
            TooManyTriesError: the account or the address tried too often.
            BusyError: too many sign in at this moment; it was no try.
            SignInRefusedError: name and password do not fit.
        """
        buckets = self._buckets(name, address)
        taken_s = self._clock.monotonic_s()
        self._tries.require(buckets, taken_s)  # before the slow check, not after it
        account = self._accounts.find(name)
        encoded = account.password_hash if account else ANY_HASH
        try:
            is_right = self._is_password(password, encoded)
        except BusyError:
            self._tries.give_back(buckets, taken_s)
            raise
        if account is None or not is_right or account.is_disabled:
            details = {"address": address, "is_known_name": account is not None}
            actor = account.name if account else "unknown"
            self._audit.add(Act(actor=actor, action="sign_in.refused", details=details))
            raise SignInRefusedError("name and password do not fit")
        self._known.add((name, address))
        self._tries.forget(buckets)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        now = self._clock.utc_now()
        self._accounts.open_session(name, token_hash(token), now, now + SESSION_LASTS)
        self._audit.add(Act(actor=name, action="sign_in", details={"address": address}))
        return SignedIn(token=token, staff=Staff(name=name, role=account.role))

    def staff_of(self, token: str, *, is_activity: bool = True) -> Staff:
        """Return who holds the token.

        Args:
            is_activity: False for a page that asks by itself: it keeps nobody signed in.

        Raises:
            SignedOutError: nobody, or the session is over.
        """
        hashed = token_hash(token)
        session = self._accounts.session(hashed)
        now = self._clock.utc_now()
        if session is None or session.is_ended:
            raise SignedOutError("no such session")
        last_used = parse_utc_text(session.last_used_utc)
        if now >= parse_utc_text(session.expires_utc) or now - last_used >= IDLE_FOR:
            self._accounts.end_session(hashed, now)
            raise SignedOutError("the session is over")
        if is_activity and (now - last_used).total_seconds() >= TOUCH_EVERY_S:
            self._accounts.touch_session(hashed, now)
        return session.staff

    def sign_out(self, token: str) -> None:
        """End the session."""
        self._accounts.end_session(token_hash(token), self._clock.utc_now())

    def add_account(self, name: str, role: Role, password: str, *, by: str) -> None:
        """Add an account.

        Raises:
            PasswordWeakError: the password or the name will not do.
            AccountExistsError: the name is taken.
        """
        if not ACCOUNT_NAME.fullmatch(name):
            raise PasswordWeakError("an account name has 1 to 40 letters or digits")
        require_good(password, name)
        self._accounts.add(name, role, password_hash(password), self._clock.utc_now())
        details = {"role": role.value}
        self._audit.add(
            Act(actor=by, action="account.add", subject=name, details=details)
        )

    def accounts(self) -> tuple[Account, ...]:
        """Return all accounts by name."""
        return self._accounts.all()

    def disable_account(self, name: str, *, by: str) -> None:
        """Take an account out of use, at once.

        Raises:
            NotFoundError: there is none.
        """
        if self._accounts.find(name) is None:
            raise NotFoundError("no such account")
        self._accounts.disable(name, self._clock.utc_now())
        self._audit.add(Act(actor=by, action="account.disable", subject=name))

    def _is_password(self, password: str, encoded_hash: str) -> bool:
        if not self._turns.acquire(timeout=LONGEST_WAIT_S):
            raise BusyError("too many sign in at once")
        try:
            return is_password(password, encoded_hash)
        finally:
            self._turns.release()

    def _buckets(self, name: str, address: str) -> tuple[str, ...]:
        if address in LOOPBACK or (name, address) in self._known:
            return (f"known {name} {address}",)
        return (f"account {name}", f"address {address}")
