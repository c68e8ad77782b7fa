"""What may happen to a version, and who may do it. One table, and two-person rule. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from question_bank.bank.person import is_same_person


class Status(StrEnum):
    """How far a version is."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    RETIRED = "retired"


class Act(StrEnum):
    """What a person does to a version."""

    REVIEW = "review"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    RETIRE = "retire"


TRANSITIONS: Mapping[tuple[Status, Act], Status] = MappingProxyType(
    {
        (Status.DRAFT, Act.REVIEW): Status.REVIEWED,
        (Status.REVIEWED, Act.SEND_BACK): Status.DRAFT,
        (Status.REVIEWED, Act.APPROVE): Status.APPROVED,
        (Status.APPROVED, Act.RETIRE): Status.RETIRED,
    }
)
"""Every way from one status to another; the bank's triggers hold the same."""


class Refusal(StrEnum):
    """Why an act is refused."""

    STATUS = "status"
    REVIEWER_IS_AUTHOR = "reviewer_is_author"
    APPROVER_IS_REVIEWER = "approver_is_reviewer"


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionState:
    """What of a version decides what may happen to it.

    Attributes:
        author: Who brought this version in.
        reviewer: None while it is a draft.
    """

    status: Status
    author: str
    reviewer: str | None = None


def next_status(state: VersionState, act: Act, by: str) -> Status | Refusal:
    """Return the status after `by` did `act`, or why it is refused."""
    after = TRANSITIONS.get((state.status, act))
    if after is None:
        return Refusal.STATUS
    if act is Act.REVIEW and is_same_person(by, state.author):
        return Refusal.REVIEWER_IS_AUTHOR
    if act is Act.APPROVE:
        assert state.reviewer is not None, "what is reviewed has a reviewer"
        if is_same_person(by, state.reviewer):
            return Refusal.APPROVER_IS_REVIEWER
    return after


def status_before(act: Act) -> Status:
    """Return the status from which the act is possible."""
    return next(status for (status, found), _ in TRANSITIONS.items() if found is act)
