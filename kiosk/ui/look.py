"""How everything looks and speaks right now; handed to every screen."""

from dataclasses import dataclass, replace

from kiosk.ui.design_tokens import (
    LIGHT,
    NORMAL_SCALE,
    PALETTES,
    SIZES,
    Palette,
    Sizes,
    TextScale,
    Theme,
)
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

    def with_theme(self, theme: Theme) -> "Look":
        """Return the same in the colours of a theme."""
        return replace(self, palette=PALETTES[theme])

    def with_scale(self, scale: TextScale) -> "Look":
        """Return the same at another scale."""
        return replace(self, scale=scale)

    def with_texts(self, texts: Texts) -> "Look":
        """Return the same in another language."""
        return replace(self, texts=texts)

    @property
    def tight_gap(self) -> int:
        """Pixels between parts of one thing."""
        return self.scale.room(self.sizes.tight_gap)

    @property
    def gap(self) -> int:
        """Pixels between things that belong together."""
        return self.scale.room(self.sizes.gap)

    @property
    def wide_gap(self) -> int:
        """Pixels between things that do not."""
        return self.scale.room(self.sizes.wide_gap)

    @property
    def far_gap(self) -> int:
        """Pixels between parts of a page."""
        return self.scale.room(self.sizes.far_gap)
