"""Earlier versions of a typed answer, the newest first (row 12). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.ui.presenters.message import Message, message
from question_bank.items.short_answer import count_characters
from question_bank.journal.text_history import EarlierText

MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """One version: when it was written, and the whole of it."""

    label: Message
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionsView:
    """The versions of one task's text."""

    task_id: str
    number: int
    versions: tuple[VersionView, ...]


def versions_view(
    task_id: str, number: int, earlier: Sequence[EarlierText], present: str
) -> VersionsView:
    """Return what the panel shows; what stands in the field now is not offered."""
    return VersionsView(
        task_id=task_id,
        number=number,
        versions=tuple(
            VersionView(
                label=message(
                    "versions.entry",
                    minute=version.since_ms // MINUTE_MS + 1,
                    count=count_characters(version.text),
                ),
                text=version.text,
            )
            for version in reversed(earlier)
            if version.text != present
        ),
    )
