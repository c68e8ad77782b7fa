"""Pairing a seat with its server: what the screen shows at each step. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.ui.presenters.message import Message, message


class PairingStage(StrEnum):
    """How far the pairing is."""

    ADDRESS = "address"
    CONNECTING = "connecting"
    WAITING = "waiting"
    """The code stands on both screens."""
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingView:
    """What the pairing screen shows.

    Attributes:
        code: The short code, only while waiting.
        status: One sentence on what happens, or went wrong.
        is_problem: Whether `status` is bad news.
        can_edit: Whether an address can be typed and sent.
    """

    stage: PairingStage
    address: str
    code: str
    status: Message | None
    is_problem: bool
    can_edit: bool


def pairing_view(
    stage: PairingStage, *, address: str = "", code: str = "", problem: str = ""
) -> PairingView:
    """Return the view of a stage.

    Args:
        address: What stands in the field: the last one tried, or one that was found.
        code: The short code; for WAITING.
        problem: Error code; for FAILED.
    """
    return PairingView(
        stage=stage,
        address=address,
        code=code if stage is PairingStage.WAITING else "",
        status=_status(stage, problem),
        is_problem=stage in (PairingStage.REFUSED, PairingStage.FAILED),
        can_edit=stage
        in (PairingStage.ADDRESS, PairingStage.REFUSED, PairingStage.FAILED),
    )


def _status(stage: PairingStage, problem: str) -> Message | None:
    match stage:
        case PairingStage.ADDRESS:
            return None
        case PairingStage.CONNECTING:
            return message("pairing.connecting")
        case PairingStage.WAITING:
            return message("pairing.waiting")
        case PairingStage.REFUSED:
            return message("pairing.refused")
        case PairingStage.FAILED:
            if problem == "SERVER_UNREACHABLE":
                return message("pairing.unreachable")
            return message("pairing.failed", code=problem)
