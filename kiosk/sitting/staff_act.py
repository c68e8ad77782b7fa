"""What somebody of the staff does at the seat itself, with the network dead. Pure."""

from dataclasses import dataclass

from question_bank.formats.entry_bodies import StaffWay
from question_bank.formats.order import OrderKind

SEAT_ACTS = frozenset(
    {
        OrderKind.LOCK,
        OrderKind.UNLOCK,
        OrderKind.EXTEND,
        OrderKind.MESSAGE,
        OrderKind.HAND_IN,
        OrderKind.RELEASE,
    }
)
"""Orders that can be given at the seat too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAct:
    """An act, after the PIN or the code was found to be right.

    Attributes:
        kind: One of SEAT_ACTS.
        extra_ms: Time added by `extend`; else 0.
        text: The reason, or what a message says; may be empty.
        named: What the act is called in the journal; empty: as its kind.
    """

    kind: OrderKind
    way: StaffWay
    extra_ms: int = 0
    text: str = ""
    named: str = ""

    def __post_init__(self) -> None:
        """Refuse what can't be done at a seat."""
        if self.kind not in SEAT_ACTS:
            raise ValueError(f"{self.kind} is not an act at a seat")
