"""Colours, sizes, spacing and the font: the one place they are chosen.

A second theme is a second `Palette`; nothing else names a colour or a pixel.
No Qt here.
"""

from dataclasses import dataclass

FONT_FAMILY = "Noto Sans CJK SC"
"""Set by name: in locale C an unset font falls back to Japanese glyph forms."""

CODE_FONT_FAMILY = "Noto Sans Mono CJK SC"
"""For codes that are read aloud or compared; in the same system package."""

TEXT_PERCENTS = (100, 125, 150, 175, 200, 225, 250)
"""Steps of the text scale, percent of the base sizes (row 124)."""

LEAST_CONTRAST = 7.0
"""Contrast of every text on its ground.

Source:
    WCAG 2.1, success criterion 1.4.6 (level AAA): 7:1 for text.
"""

LEAST_EDGE_CONTRAST = 3.0
"""Contrast of edges and focus rings against what they lie on.

Source:
    WCAG 2.1, success criterion 1.4.11: 3:1 for parts of an interface.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of one theme, `#RRGGBB`, named for their work.

    Attributes:
        ground: Behind everything.
        surface: Cards, lists, fields.
        ink: Text; quiet_ink: text that only explains.
        edge: Edges of what can be worked; hairline: edges of what cannot.
        accent: The one primary action, and what is chosen; on_accent: text on it.
        accent_pressed: The primary action while it is held down.
        focus: The ring of what the keyboard is at; focus_on_accent: on `accent`.
        good, warn, bad: Text of a state; the `_wash` of each: its ground.
    """

    ground: str
    surface: str
    ink: str
    quiet_ink: str
    edge: str
    hairline: str
    accent: str
    accent_pressed: str
    accent_wash: str
    on_accent: str
    focus: str
    focus_on_accent: str
    good: str
    good_wash: str
    warn: str
    warn_wash: str
    bad: str
    bad_wash: str
    disabled: str


LIGHT = Palette(
    ground="#EDF1F4",
    surface="#FFFFFF",
    ink="#15202B",
    quiet_ink="#3B4854",
    edge="#6B7884",
    hairline="#CFD7DE",
    accent="#0A4C8A",
    accent_pressed="#073A6B",
    accent_wash="#E2EDF8",
    on_accent="#FFFFFF",
    focus="#6A2FA0",
    focus_on_accent="#FFC83D",
    good="#0F5230",
    good_wash="#E0F2E7",
    warn="#663C00",
    warn_wash="#FFF0CC",
    bad="#8F0F16",
    bad_wash="#FDE6E7",
    disabled="#5B6772",
)
"""The theme of this version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Lengths in pixels at 100 %; `TextScale` makes the real ones."""

    text: int = 18
    small_text: int = 15
    title_text: int = 28
    clock_text: int = 24
    number_text: int = 44
    code_text: int = 40
    gap: int = 12
    wide_gap: int = 24
    target: int = 44
    edge: int = 2
    ring: int = 3
    radius: int = 8
    column: int = 640
    list_width: int = 236


SIZES = Sizes()
"""The sizes of this version; `target` is the least height of what is pressed.

Source:
    WCAG 2.1, success criterion 2.5.5: targets of 44 by 44 pixels.
"""


@dataclass(frozen=True, slots=True)
class TextScale:
    """One factor for all text, and what follows from it for heights and gaps.

    Attributes:
        percent: One of TEXT_PERCENTS.
    """

    percent: int = 100

    def __post_init__(self) -> None:
        """Refuse a percentage that is not a step."""
        if self.percent not in TEXT_PERCENTS:
            raise ValueError(f"{self.percent} % is not one of {TEXT_PERCENTS}")

    def px(self, base_px: int) -> int:
        """Return a length in pixels at this scale, rounded half up."""
        return self._grown(base_px, self.percent - 100)

    def room(self, base_px: int) -> int:
        """Return a gap or an edge of air: it grows a quarter as fast as the text.

        Air that grew with the text would leave a large text no room to stand in.
        """
        return self._grown(base_px, (self.percent - 100) // 4)

    def target(self, base_px: int, text_px: int) -> int:
        """Return the height of what is pressed: never less than the text needs."""
        return max(base_px, self.px(text_px) * 7 // 5)

    @staticmethod
    def _grown(base_px: int, more_percent: int) -> int:
        return (base_px * (100 + more_percent) + 50) // 100

    @property
    def smaller(self) -> "TextScale":
        """The next step down; itself at the least."""
        return self._step(-1)

    @property
    def larger(self) -> "TextScale":
        """The next step up; itself at the largest."""
        return self._step(1)

    def _step(self, steps: int) -> "TextScale":
        index = TEXT_PERCENTS.index(self.percent) + steps
        return TextScale(TEXT_PERCENTS[max(0, min(index, len(TEXT_PERCENTS) - 1))])


NORMAL_SCALE = TextScale()
"""100 %."""


def is_narrow(width_px: int, scale: TextScale) -> bool:
    """Return whether the list of tasks has to share its place with the task itself."""
    return width_px < scale.px(NARROW_BELOW)


NARROW_BELOW = 900
"""Pixels at 100 %: below it, list, scene and task would be too thin beside each other."""
