"""Accounts and sessions in the database."""

import uuid
from datetime import datetime

from sqlalchemy import Select, insert, select, update
from sqlalchemy.exc import IntegrityError

from sync_server.accounts.errors import AccountExistsError
from sync_server.accounts.roles import Role
from sync_server.accounts.staff import Account, Staff, StaffSession
from sync_server.clock import utc_text
from sync_server.storage.connection import Database
from sync_server.storage.schema.site_tables import account, staff_session


class AccountStore:
    """People and their sessions. For all threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, name: str, role: Role, password_hash: str, now: datetime) -> None:
        """Add an account.

        Raises:
            AccountExistsError: the name is taken; nothing was changed.
        """
        try:
            with self._database.writing() as connection:
                connection.execute(
                    insert(account).values(
                        account_uuid=str(uuid.uuid4()),
                        name=name,
                        role=role.value,
                        password_hash=password_hash,
                        created_utc=utc_text(now),
                    )
                )
        except IntegrityError as error:
            raise AccountExistsError(f"the name {name!r} is taken") from error

    def find(self, name: str) -> Account | None:
        """Return the account of that name."""
        found = self._accounts(name)
        return found[0] if found else None

    def all(self) -> tuple[Account, ...]:
        """Return all accounts by name."""
        return self._accounts(None)

    def set_password(self, name: str, password_hash: str) -> None:
        """Replace the password and end the account's sessions."""
        with self._database.writing() as connection:
            connection.execute(
                update(account)
                .where(account.c.name == name)
                .values(password_hash=password_hash)
            )
            connection.execute(
                update(staff_session)
                .where(staff_session.c.account_id.in_(_id_of(name)))
                .where(staff_session.c.ended_utc.is_(None))
                .values(ended_utc=staff_session.c.last_used_utc)
            )

    def disable(self, name: str, now: datetime) -> None:
        """Take the account out of use; sessions end with it."""
        with self._database.writing() as connection:
            connection.execute(
                update(account)
                .where(account.c.name == name)
                .values(disabled_utc=utc_text(now))
            )

    def open_session(
        self, name: str, hashed_token: bytes, now: datetime, expires: datetime
    ) -> None:
        """Keep a new session of the account."""
        with self._database.writing() as connection:
            connection.execute(
                insert(staff_session).values(
                    token_hash=hashed_token,
                    account_id=_id_of(name).scalar_subquery(),
                    created_utc=utc_text(now),
                    last_used_utc=utc_text(now),
                    expires_utc=utc_text(expires),
                )
            )

    def session(self, hashed_token: bytes) -> StaffSession | None:
        """Return the session that has this token, ended or not."""
        query = (
            select(
                account.c.name,
                account.c.role,
                account.c.disabled_utc,
                staff_session.c.last_used_utc,
                staff_session.c.expires_utc,
                staff_session.c.ended_utc,
            )
            .join(account, account.c.account_id == staff_session.c.account_id)
            .where(staff_session.c.token_hash == hashed_token)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        return StaffSession(
            staff=Staff(name=row.name, role=Role(row.role)),
            last_used_utc=row.last_used_utc,
            expires_utc=row.expires_utc,
            is_ended=row.ended_utc is not None or row.disabled_utc is not None,
        )

    def touch_session(self, hashed_token: bytes, now: datetime) -> None:
        """Note that the session was used."""
        self._change_session(hashed_token, {"last_used_utc": utc_text(now)})

    def end_session(self, hashed_token: bytes, now: datetime) -> None:
        """End the session; its token counts no more."""
        self._change_session(hashed_token, {"ended_utc": utc_text(now)})

    def _change_session(self, hashed_token: bytes, values: dict[str, str]) -> None:
        with self._database.writing() as connection:
            connection.execute(
                update(staff_session)
                .where(staff_session.c.token_hash == hashed_token)
                .values(values)
            )

    def _accounts(self, name: str | None) -> tuple[Account, ...]:
        query = select(account).order_by(account.c.name)
        if name is not None:
            query = query.where(account.c.name == name)
        with self._database.reading() as connection:
            return tuple(
                Account(
                    account_uuid=row.account_uuid,
                    name=row.name,
                    role=Role(row.role),
                    password_hash=row.password_hash,
                    created_utc=row.created_utc,
                    is_disabled=row.disabled_utc is not None,
                )
                for row in connection.execute(query)
            )


def _id_of(name: str) -> Select[tuple[int]]:
    return select(account.c.account_id).where(account.c.name == name)
