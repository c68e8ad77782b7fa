"""The sounds of a form: how long each is, and the bytes of those on the screen.

Opened in the background, so that a press plays at once; the bytes of what is not on the
screen are let go, so that an exam full of sounds takes no more memory than one task.
"""

from collections.abc import Callable, Iterable

from kiosk.app.background import Background
from question_bank.identifiers import MediaName


class ClipShelf:
    """For the interface thread. `medium` is called on others, too."""

    def __init__(
        self,
        background: Background,
        medium: Callable[[MediaName], bytes],
        on_change: Callable[[], None],
    ) -> None:
        """Prepare.

        Args:
            medium: Returns a sound's bytes; empty or an ExamRoomError: it is missing.
            on_change: Called when another length is known.
        """
        self._background = background
        self._medium = medium
        self._on_change = on_change
        self._lengths: dict[MediaName, int] = {}
        self._kept: dict[MediaName, bytes] = {}
        self._wanted: frozenset[MediaName] = frozenset()
        self._waiting: dict[MediaName, list[Callable[[bytes], None]]] = {}

    def length_ms(self, name: MediaName) -> int:
        """Return how long a sound is; 0 while that is unknown."""
        return self._lengths.get(name, 0)

    def keep(self, names: Iterable[MediaName]) -> None:
        """Keep the bytes of these sounds, and of no others."""
        self._wanted = frozenset(names)
        self._kept = {n: b for n, b in self._kept.items() if n in self._wanted}
        for name in self._wanted - self._kept.keys():
            self.open(name, _nothing)

    def open(self, name: MediaName, then: Callable[[bytes], None]) -> None:
        """Call `then` with a sound's bytes, at once if they are here; empty: missing."""
        kept = self._kept.get(name)
        if kept is not None:
            then(kept)
            return
        is_asked = name in self._waiting
        self._waiting.setdefault(name, []).append(then)
        if not is_asked:
            self._background.run(
                lambda: _opened(self._medium, name),
                lambda opened: self._take(name, *opened),
                lambda _error: self._take(name, b"", 0),
            )

    def _take(self, name: MediaName, sound: bytes, length_ms: int) -> None:
        if name in self._wanted:
            self._kept[name] = sound
        is_news = self._lengths.get(name) != length_ms
        self._lengths[name] = length_ms
        for then in self._waiting.pop(name, ()):
            then(sound)
        if is_news:
            self._on_change()


def _opened(medium: Callable[[MediaName], bytes], name: MediaName) -> tuple[bytes, int]:
    from kiosk.audio.sound_coding import Clip  # noqa: PLC0415 - slow; needed here only

    sound = medium(name)
    try:
        clip = Clip(sound)
    except ValueError:
        return sound, 0  # the player says that it is unreadable
    return sound, clip.frames * 1000 // clip.rate_hz


def _nothing(_sound: bytes) -> None:
    """It was only to be kept."""
