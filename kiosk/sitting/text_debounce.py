"""When typed text becomes an entry: soon, but not at every key.

The first change starts a wait; when it is over the newest text is written, and the next
change starts the next wait. So no key is older than one wait when it is written. Pure.
"""

from dataclasses import dataclass, field

from question_bank.items.response import TextResponse

SHORTEST_WAIT_MS = 300
"""A crash costs at most this much typing, and three entries a second is no load."""

LONGEST_WAIT_MS = 700
"""With the tick (200 ms) and a slow disk's flush below the 1 s that trust.md R1 allows."""

LONG_TEXT = 2_000
"""Characters from which each entry, which holds the whole text, is worth waiting for."""


@dataclass(slots=True)
class TextDebounce:
    """Texts that were typed and are not yet drafts; at most one a task."""

    _pending: dict[str, tuple[TextResponse, int]] = field(default_factory=dict)

    def change(self, task_id: str, response: TextResponse, now_ms: int) -> None:
        """Note the newest text of a task; `now_ms` by the boot clock."""
        wait_ms = (
            LONGEST_WAIT_MS if len(response.text) > LONG_TEXT else SHORTEST_WAIT_MS
        )
        due_ms = now_ms + wait_ms
        if task_id in self._pending:
            due_ms = min(due_ms, self._pending[task_id][1])
        self._pending[task_id] = (response, due_ms)

    def take_due(self, now_ms: int) -> tuple[tuple[str, TextResponse], ...]:
        """Return and forget the texts whose wait is over."""
        due = [task for task, (_, due_ms) in self._pending.items() if due_ms <= now_ms]
        return tuple((task, self._pending.pop(task)[0]) for task in due)

    def take_all(self) -> tuple[tuple[str, TextResponse], ...]:
        """Return and forget everything: before a lock, a hand-in, another task."""
        taken = tuple((task, text) for task, (text, _) in self._pending.items())
        self._pending.clear()
        return taken

    def newest(self, task_id: str) -> TextResponse | None:
        """Return a task's text that is not yet a draft."""
        pending = self._pending.get(task_id)
        return pending[0] if pending else None

    @property
    def next_due_ms(self) -> int | None:
        """When `take_due` gives something next; None when nothing waits."""
        return min((due_ms for _, due_ms in self._pending.values()), default=None)
