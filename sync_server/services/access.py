"""Which right a handler needs, and who came in: one rule for console and staff API.

Each handler names the right that it needs in `opt`; a handler without one is refused at
the start, so that none can be forgotten.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from sync_server.accounts.roles import Right, guard
from sync_server.accounts.staff import Staff
from sync_server.services.sign_ins import SignIns

PUBLIC = "public"
"""The one right that needs no session: for signing in."""


class Request(Protocol):
    """What of a request is looked at here."""

    @property
    def state(self) -> Any:  # noqa: ANN401 - the framework's own bag
        """What guards leave for handlers."""
        ...


def needs(right: Right | str, *, is_activity: bool = True) -> dict[str, object]:
    """Return a handler's `opt`: the right it needs, and whether it is a person's act."""
    return {"right": right, "is_activity": is_activity}


def let_in(sign_ins: SignIns, opt: Mapping[str, Any], token: str) -> Staff:
    """Return who holds the token and may do what the handler's `opt` names.

    Raises:
        SignedOutError: nobody, or the session is over.
        RightMissingError: the role lacks the right.
    """
    staff = sign_ins.staff_of(token, is_activity=opt["is_activity"])
    guard(staff.role, opt["right"])
    return staff


def staff_of(request: Request) -> Staff:
    """Return who asks; the guard has let them in."""
    staff = request.state["staff"]
    assert isinstance(staff, Staff)
    return staff
