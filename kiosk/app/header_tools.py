"""The header's buttons, changed by several desks without knowing one another."""

from dataclasses import replace

from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.header_tools import HeaderToolsView


class HeaderTools:
    """What is offered now. For the interface thread."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._view = HeaderToolsView()

    def offer_staff(self, *, can_call: bool, is_called: bool, can_cover: bool) -> None:
        """Offer to call the proctor, and to cover the own screen."""
        self._show(
            replace(
                self._view, can_call=can_call, is_called=is_called, can_cover=can_cover
            )
        )

    def offer_sound(self, *, has_sound: bool) -> None:
        """Offer volume and devices."""
        self._show(replace(self._view, has_sound=has_sound))

    def offer_clock(self, *, can_hide_clock: bool) -> None:
        """Offer to put the clock away, where the session's rules allow it."""
        self._show(replace(self._view, can_hide_clock=can_hide_clock))

    def _show(self, view: HeaderToolsView) -> None:
        if view != self._view:
            self._view = view
            self._window.header.show_tools(view)
