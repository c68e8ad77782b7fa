"""A button that a presenter asks for: its words, its act, whether it is the next thing."""

from typing import Protocol

from PySide6.QtWidgets import QPushButton

from kiosk.ui.look import Look
from kiosk.ui.presenters.message import Message
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.icons import Icon, show_icon
from kiosk.ui.widgets.roles import make_button


class WantedButton(Protocol):
    """What a presenter says of a button."""

    @property
    def act(self) -> str:
        """What pressing it means; the button's property `act`."""
        ...

    @property
    def text(self) -> Message:
        """Its words."""
        ...

    @property
    def is_primary(self) -> bool:
        """Whether it is the one next thing."""
        ...


def add_act_button(
    row: FlowRow, wanted: WantedButton, icon: Icon | None, look: Look, *, prefix: str
) -> QPushButton:
    """Put the button at the end of the row, named `<prefix>-<act>`."""
    role = "primary" if wanted.is_primary else "plain"
    button = make_button(row, role=role, name=f"{prefix}-{wanted.act}")
    button.setText(look.say(wanted.text))
    if icon is not None:
        colour = look.palette.on_accent if wanted.is_primary else ""
        show_icon(button, icon, look, colour=colour)
    button.setProperty("act", str(wanted.act))
    row.add(button)
    return button
