"""How everything looks and speaks right now; handed to every screen."""

from dataclasses import dataclass

from kiosk.ui.design_tokens import LIGHT, NORMAL_SCALE, SIZES, Palette, Sizes, TextScale
from kiosk.ui.presenters.message import Message, message
from kiosk.ui.texts import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Language, theme and text scale, changed together and at any time.

    Attributes:
        texts: The language.
        scale: The text scale.
        palette, sizes: The theme.
    """

    texts: Texts
    scale: TextScale = NORMAL_SCALE
    palette: Palette = LIGHT
    sizes: Sizes = SIZES

    def say(self, what: Message | None) -> str:
        """Return the text of a message; nothing for None."""
        return "" if what is None else self.texts.say(what)

    def text(self, key: str, **values: str | int) -> str:
        """Return the text of a key."""
        return self.texts.say(message(key, **values))

    @property
    def gap(self) -> int:
        """Pixels between things that belong together."""
        return self.scale.room(self.sizes.gap)

    @property
    def wide_gap(self) -> int:
        """Pixels between things that do not."""
        return self.scale.room(self.sizes.wide_gap)
