"""What is said when the seat cannot go on: what, what to do, the code. Pure."""

from dataclasses import dataclass
from types import MappingProxyType

from kiosk.ui.presenters.message import Message, message


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleView:
    """One sentence on what happened, one on what to do, and the code for the staff."""

    what: Message
    advice: Message
    code: str


_SEAT_TO_CHANGE = (message("trouble.store"), message("trouble.change_seat"))

_KNOWN = MappingProxyType(
    {
        "JOURNAL_WRITE": _SEAT_TO_CHANGE,
        "SEAT_STORAGE": _SEAT_TO_CHANGE,
        "STORE_UNSAFE": _SEAT_TO_CHANGE,
        "STORE_UNREADABLE": _SEAT_TO_CHANGE,
        "STORE_TOO_NEW": (message("trouble.old_program"), message("trouble.update")),
        "SEAT_RUNNING": (message("trouble.running"), message("trouble.use_other")),
        "SEAT_REVOKED": (message("trouble.unpaired"), message("trouble.pair")),
        "TOKEN_UNKNOWN": (message("trouble.unpaired"), message("trouble.pair")),
        "SEAT_NOT_PAIRED": (message("trouble.unpaired"), message("trouble.pair")),
        "FONT_MISSING": (message("trouble.font"), message("trouble.install_font")),
    }
)


def trouble_view(code: str) -> TroubleView:
    """Return the view of an error code; an unknown one gets the plain sentence."""
    what, advice = _KNOWN.get(
        code, (message("trouble.unknown"), message("trouble.call_proctor"))
    )
    return TroubleView(what=what, advice=advice, code=code)
