"""What desks that work inside a running sitting get of it, and nothing else."""

from typing import Protocol

from kiosk.clock import Moment
from kiosk.sitting.entry_draft import EntryDraft
from kiosk.sitting.sitting import Sitting


class SittingHand(Protocol):
    """The sitting on the screen; for the interface thread."""

    @property
    def sitting(self) -> Sitting | None:
        """The engine; None when no sitting runs."""
        ...

    def now(self) -> Moment:
        """Return what both clocks say."""
        ...

    def submit(self, drafts: tuple[EntryDraft, ...]) -> None:
        """Hand drafts to the writer, in order."""
        ...

    def refresh(self) -> None:
        """Show what was answered anew."""
        ...
