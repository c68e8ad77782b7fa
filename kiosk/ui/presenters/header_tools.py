"""What of the header's tools is offered, and the band of what is no formal exam. Pure."""

from dataclasses import dataclass
from types import MappingProxyType

from kiosk.ui.presenters.message import Message, message


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderToolsView:
    """Which buttons stand in the header.

    Attributes:
        can_call: Calling the proctor (row 37); is_called: they were called and not yet come.
        can_cover: Locking one's own screen when leaving (row 36).
        has_sound: Volume and devices (row 35).
        can_hide_clock: Putting the clock away until the last minutes (row 21).
    """

    can_call: bool = False
    is_called: bool = False
    can_cover: bool = False
    has_sound: bool = False
    can_hide_clock: bool = True


_BANDS = MappingProxyType(
    {"practice": message("band.practice"), "trial": message("band.trial")}
)


def band_message(data_class: str | None) -> Message | None:
    """Return what the band says of a class of data; None for a formal exam or none."""
    return _BANDS.get(data_class or "")
