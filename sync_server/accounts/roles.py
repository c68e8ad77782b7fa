"""Who may do what: one table, one place that asks it. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from sync_server.accounts.errors import RightMissingError


class Role(StrEnum):
    """What an account is for; an account has one."""

    ADMIN = "admin"
    PROCTOR = "proctor"
    MARKER = "marker"
    CHIEF_MARKER = "chief_marker"
    AUDITOR = "auditor"


class Right(StrEnum):
    """What a route of the console or the staff API needs."""

    SIGN_OUT = "sign_out"
    SEE_OVERVIEW = "see_overview"
    SEE_ROOMS = "see_rooms"
    COMMAND_ROOMS = "command_rooms"
    SEE_RESUME_CODE = "see_resume_code"
    MANAGE_PACKAGES = "manage_packages"
    MANAGE_ROSTER = "manage_roster"
    MANAGE_SEATS = "manage_seats"
    SEE_RESULTS = "see_results"
    SCORE = "score"
    SEE_AUDIT = "see_audit"


RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.ADMIN: frozenset(Right),
        Role.PROCTOR: frozenset(
            {
                Right.SIGN_OUT,
                Right.SEE_OVERVIEW,
                Right.SEE_ROOMS,
                Right.COMMAND_ROOMS,
                Right.SEE_RESUME_CODE,
            }
        ),
        Role.MARKER: frozenset({Right.SIGN_OUT, Right.SEE_OVERVIEW}),
        Role.CHIEF_MARKER: frozenset(
            {Right.SIGN_OUT, Right.SEE_OVERVIEW, Right.SEE_RESULTS}
        ),
        Role.AUDITOR: frozenset(
            {
                Right.SIGN_OUT,
                Right.SEE_OVERVIEW,
                Right.SEE_ROOMS,
                Right.SEE_RESULTS,
                Right.SEE_AUDIT,
            }
        ),
    }
)
"""An auditor sees and changes nothing; a marker meets no name and no room."""


def guard(role: Role, right: Right) -> None:
    """Return if `role` has `right`.

    Raises:
        RightMissingError: it has not.
    """
    if right not in RIGHTS[role]:
        raise RightMissingError(f"the role {role.value} may not {right.value}")
