"""Colours, sizes, spacing and the font: the one place they are chosen. No Qt here.

What every screen keeps to:

* A screen gets a `Look` through `show_look` and takes all lengths from it: `look.gap`
  and its sisters, `look.scale.px` for what is text or as large as text, `.room` for air,
  `.line` for edges, `.bar` for text in header, banners and bottom bar. Nothing else names a colour, a pixel or a font.
* What a widget is, is said by its role (`kiosk.ui.widgets.roles`); the style sheet gives a
  role its looks in every theme. One primary action a screen.
* Air comes in four steps: tight (parts of one thing), gap (things that belong together),
  wide (things that do not), far (parts of a page).
* Running text is made by `make_prose` or `ContentWidget`: lines 1.6 times the letters.
* A theme is a `Palette` and changes no length; the screen's size and the person's choice
  of text size change lengths and no colour.
"""

from dataclasses import dataclass
from enum import StrEnum

FONT_FAMILY = "Noto Sans CJK SC"
"""Set by name: in locale C an unset font falls back to Japanese glyph forms."""

CODE_FONT_FAMILY = "Noto Sans Mono CJK SC"
"""For codes that are read aloud or compared; in the same system package."""

PROSE_LINE_PERCENT = 110
"""Line height of running text, percent of the font's own, which is 1.45 times its size:
1.6 times the letters, as Chinese in print is set for long reading."""

TEXT_PERCENTS = (100, 125, 150, 175, 200, 225, 250)
"""Steps of the text scale, percent of the base sizes (row 124)."""

SCREEN_PERCENTS = (100, 120, 140, 160, 180, 200, 220, 240)
"""Steps by which everything grows with the screen, so that 4K does not look empty."""

SCREEN_WIDTH, SCREEN_HEIGHT = 1600, 900
"""The screen in pixels that the base sizes are made for; smaller ones get them too."""

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


class Theme(StrEnum):
    """The themes, in the order in which they are offered."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of one theme, `#RRGGBB`, named for their work.

    Attributes:
        theme: Which theme these are the colours of.
        ground: Behind everything.
        surface: Cards, lists, fields.
        ink: Text; quiet_ink: text that only explains.
        edge: Edges of what can be worked; hairline: edges of what cannot.
        accent: The one primary action, and what is chosen; on_accent: text on it.
        accent_pressed: The primary action under the pointer or the keyboard.
        focus: The ring of what the keyboard is at; focus_on_accent: on `accent_pressed`.
        good, warn, bad: Text of a state; the `_wash` of each: its ground.
        practice, trial: Grounds of the band that no formal exam has; on_band: text on it.
        disabled: Text of what cannot be worked now.
    """

    theme: Theme
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
    practice: str
    trial: str
    on_band: str
    disabled: str


LIGHT = Palette(
    theme=Theme.LIGHT,
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
    practice="#0B5A50",
    trial="#6A1F7A",
    on_band="#FFFFFF",
    disabled="#5B6772",
)
"""Dark on white: the theme a seat starts with."""

DARK = Palette(
    theme=Theme.DARK,
    ground="#0E141A",
    surface="#19222B",
    ink="#EDF2F6",
    quiet_ink="#BBC6D0",
    edge="#8795A3",
    hairline="#36424E",
    accent="#93C8FF",
    accent_pressed="#BCDDFF",
    accent_wash="#17334E",
    on_accent="#061B30",
    focus="#FFC83D",
    focus_on_accent="#6C1BA8",
    good="#97E6B6",
    good_wash="#123322",
    warn="#FFD584",
    warn_wash="#3A2B0B",
    bad="#FFBCC0",
    bad_wash="#48171C",
    practice="#8CE5D5",
    trial="#E2BFFF",
    on_band="#0E141A",
    disabled="#94A0AB",
)
"""Light on dark, for eyes that a white screen tires."""

CONTRAST = Palette(
    theme=Theme.CONTRAST,
    ground="#000000",
    surface="#000000",
    ink="#FFFFFF",
    quiet_ink="#FFFFFF",
    edge="#FFFFFF",
    hairline="#B4B4B4",
    accent="#FFE94D",
    accent_pressed="#FFFFFF",
    accent_wash="#2E2A00",
    on_accent="#000000",
    focus="#33E1FF",
    focus_on_accent="#0047C2",
    good="#8CFFB0",
    good_wash="#00290F",
    warn="#FFD766",
    warn_wash="#302300",
    bad="#FFB0B0",
    bad_wash="#3D0000",
    practice="#7CF5E0",
    trial="#E9C7FF",
    on_band="#000000",
    disabled="#C4C4C4",
)
"""White and yellow on black, for low vision; no grey carries a meaning."""

PALETTES = {palette.theme: palette for palette in (LIGHT, DARK, CONTRAST)}
"""The colours of each theme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Lengths in pixels at 100 %; `TextScale` makes the real ones."""

    text: int = 20
    small_text: int = 16
    title_text: int = 30
    clock_text: int = 26
    number_text: int = 48
    code_text: int = 40
    tight_gap: int = 6
    gap: int = 12
    wide_gap: int = 24
    far_gap: int = 36
    target: int = 46
    small_target: int = 40
    edge: int = 2
    ring: int = 3
    radius: int = 10
    column: int = 680
    measure: int = 920
    list_width: int = 252


SIZES = Sizes()
"""The sizes of this version; `measure` is the widest that running text is set, 46
characters; `target` is the least height of what is pressed often.

Source:
    WCAG 2.1, success criterion 2.5.5: targets of 44 by 44 pixels; for the small ones
    of the header 2.5.8 (WCAG 2.2): 24 by 24.
"""


@dataclass(frozen=True, slots=True)
class TextScale:
    """One factor for all text, and what follows from it for heights and gaps.

    Attributes:
        percent: What the person chose, one of TEXT_PERCENTS.
        screen_percent: What the screen asks for, one of SCREEN_PERCENTS; it enlarges
            everything, edges and air too, as a larger screen would.
    """

    percent: int = 100
    screen_percent: int = 100

    def __post_init__(self) -> None:
        """Refuse a percentage that is not a step."""
        if self.percent not in TEXT_PERCENTS:
            raise ValueError(f"{self.percent} % is not one of {TEXT_PERCENTS}")
        if self.screen_percent not in SCREEN_PERCENTS:
            raise ValueError(f"{self.screen_percent} % is not one of {SCREEN_PERCENTS}")

    def px(self, base_px: int) -> int:
        """Return a length in pixels at this scale, rounded half up."""
        return self._grown(base_px, self.percent - 100)

    def room(self, base_px: int) -> int:
        """Return a gap or an edge of air: it grows a quarter as fast as the text.

        Air that grew with the text would leave a large text no room to stand in.
        """
        return self._grown(base_px, (self.percent - 100) // 4)

    def bar(self, base_px: int) -> int:
        """Return a length in header, banners and bottom bar: half as fast as the text.

        They frame what is worked on, and must leave it most of a small screen.
        """
        return self._grown(base_px, (self.percent - 100) // 2)

    def line(self, base_px: int) -> int:
        """Return the width of an edge: it grows with the screen only."""
        return self._grown(base_px, 0)

    def target(self, base_px: int, text_px: int) -> int:
        """Return the height of what is pressed: never less than the text needs."""
        return max(self.line(base_px), self.px(text_px) * 7 // 5)

    def bar_target(self, base_px: int, text_px: int) -> int:
        """Return the same for what is pressed in header, banners and bottom bar."""
        return max(self.line(base_px), self.bar(text_px) * 7 // 5)

    def _grown(self, base_px: int, more_percent: int) -> int:
        return (base_px * (100 + more_percent) * self.screen_percent + 5_000) // 10_000

    @property
    def smaller(self) -> "TextScale":
        """The next step down; itself at the least."""
        return self._step(-1)

    @property
    def larger(self) -> "TextScale":
        """The next step up; itself at the largest."""
        return self._step(1)

    def on_screen(self, width_px: int, height_px: int) -> "TextScale":
        """Return the same choice of a person on a screen of this size."""
        return TextScale(self.percent, screen_percent(width_px, height_px))

    def _step(self, steps: int) -> "TextScale":
        index = TEXT_PERCENTS.index(self.percent) + steps
        percent = TEXT_PERCENTS[max(0, min(index, len(TEXT_PERCENTS) - 1))]
        return TextScale(percent, self.screen_percent)


NORMAL_SCALE = TextScale()
"""100 %."""


def screen_percent(width_px: int, height_px: int) -> int:
    """Return the step by which a screen of this many pixels enlarges everything.

    1366×768 and below 100, 1920×1080 120, 2560×1440 160, 3840×2160 240.
    """
    wanted = min(width_px * 100 // SCREEN_WIDTH, height_px * 100 // SCREEN_HEIGHT)
    return max(
        (step for step in SCREEN_PERCENTS if step <= wanted), default=SCREEN_PERCENTS[0]
    )


def is_narrow(width_px: int, scale: TextScale) -> bool:
    """Return whether the list of tasks has to share its place with the task itself."""
    return width_px < scale.px(NARROW_BELOW)


def is_header_full(width_px: int, scale: TextScale) -> bool:
    """Return whether the header keeps who, marks, clock and the call only."""
    return width_px < scale.bar(HEADER_FULL_BELOW)


HEADER_FULL_BELOW = 1280
"""Pixels at 100 %: below it, all tools would take a second line."""

NARROW_BELOW = 900
"""Pixels at 100 %: below it, list, scene and task would be too thin beside each other."""
