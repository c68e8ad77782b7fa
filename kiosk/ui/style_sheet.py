"""The one style sheet, made from the tokens. A role decides what a widget looks like.

No Qt here: text in, text out.
"""

from string import Template

from kiosk.ui.design_tokens import CODE_FONT_FAMILY, FONT_FAMILY, Palette
from kiosk.ui.look import Look

_SHEET = Template("""
* { font-family: "$font"; font-size: ${text}px; color: $ink; }
QMainWindow, #ground, #page, #exam { background: $ground; }
QScrollArea { background: transparent; border: 0; }
QScrollArea:focus { border: ${ring}px solid $focus; }
#card, #task-card, #scene-card, #list-card {
    background: $surface; border: 1px solid $hairline; border-radius: ${radius}px; }
#task-inner, #scene-inner, #list-inner { background: $surface; }
#header, #bottom-bar { background: $surface; border: 0 solid $hairline; }
#header { border-bottom-width: 1px; }
#bottom-bar { border-top-width: 1px; }

QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${title}px; font-weight: 700; }
QLabel[role="place"] { font-size: ${number}px; font-weight: 700; color: $accent; }
QLabel[role="line"] { font-weight: 700; color: $accent; }
QLabel[role="strong"] { font-weight: 700; }
QLabel[role="quiet"] { font-size: ${small}px; color: $quiet_ink; }
QLabel[role="quiet"][near="true"] { color: $warn; font-weight: 700; }
QLabel[role="quiet"][full="true"] { color: $bad; font-weight: 700; }
QLabel[role="code"] { font-family: "$code_font"; font-size: ${code}px; font-weight: 700;
    background: $accent_wash; border: ${line}px solid $accent;
    border-radius: ${radius}px; padding: ${pad}px; }
QLabel[role="letter"] { font-weight: 700; color: $accent; }
QLabel[role="problem"] { background: $bad_wash; color: $bad; font-weight: 700;
    border: ${line}px solid $bad; border-radius: ${radius}px; padding: ${pad}px; }
QLabel[role="good"] { background: $good_wash; color: $good; font-weight: 700;
    border-radius: ${radius}px; padding: ${pad}px; }
QLabel[role="warn"] { background: $warn_wash; color: $warn; font-weight: 700;
    border-radius: ${radius}px; padding: ${pad}px; }
QLabel[role="note"] { background: $accent_wash; font-weight: 700;
    border: ${line}px solid $accent_wash; border-radius: ${radius}px; padding: ${pad}px; }
QLabel[role="photo"] { border: 1px solid $edge; background: $ground; color: $quiet_ink; }
QLabel[role="clock"] { font-size: ${clock}px; font-weight: 700; }
QLabel[role="clock"][urgent="true"] { color: $bad; }
QLabel[role="mark"] { font-size: ${small}px; border-radius: ${small_radius}px;
    padding: ${mark_pad}px ${pad}px; }
QLabel[role="mark"][state="good"] { background: $good_wash; color: $good; }
QLabel[role="mark"][state="calm"] { background: $ground; color: $quiet_ink; }
QLabel[role="mark"][state="warn"] { background: $warn_wash; color: $warn; }
QLabel[role="mark"][state="bad"] { background: $bad; color: $on_accent;
    font-weight: 700; }

QPushButton { background: $surface; border: ${line}px solid $edge; min-height: ${target}px;
    border-radius: ${radius}px; padding: 0 ${wide_pad}px; margin: 1px; }
QPushButton:hover { background: $accent_wash; }
QPushButton:focus { border: ${ring}px solid $focus; margin: 0; }
QPushButton:pressed { background: $hairline; }
QPushButton:disabled { color: $disabled; border-color: $hairline; background: $ground; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; font-weight: 700;
    border-color: $accent; }
QPushButton[role="primary"]:hover { background: $accent_pressed; }
QPushButton[role="primary"]:focus { border: ${ring}px solid $focus_on_accent;
    background: $accent_pressed; margin: 0; }
QPushButton[role="primary"]:disabled { background: $ground; color: $disabled;
    border-color: $hairline; }
QPushButton[role="link"] { border-color: transparent; background: transparent;
    color: $accent; text-decoration: underline; padding: 0 ${pad}px;
    min-height: ${small_target}px; font-size: ${small}px; }
QPushButton[role="link"]:focus { border: ${ring}px solid $focus; margin: 0; }
QPushButton[role="link"]:disabled { color: transparent; text-decoration: none; }
QPushButton[role="tool"] { min-height: ${small_target}px; font-size: ${small}px;
    padding: 0 ${pad}px; border-width: 1px; margin: 2px; }
QPushButton[role="tool"]:focus { border: ${ring}px solid $focus; margin: 0; }
QPushButton[role="tool"][on="true"] { background: $warn_wash; color: $warn;
    border-color: $warn; font-weight: 700; }
QPushButton[role="mark-button"][on="true"] { background: $warn_wash; color: $warn;
    border-color: $warn; font-weight: 700; }
QPushButton[role="tab"] { min-height: ${small_target}px; font-size: ${small}px;
    padding: 0 ${pad}px; border-width: 1px; margin: 2px; }
QPushButton[role="tab"][on="true"] { border: ${line}px solid $accent; font-weight: 700;
    margin: 1px;
    background: $accent_wash; color: $accent; }
QPushButton[role="tab"]:focus { border: ${ring}px solid $focus; margin: 0; }

QPushButton[role="number"] { min-width: ${number_width}px; max-width: ${number_width}px;
    min-height: ${number_height}px; max-height: ${number_height}px; padding: 0;
    font-size: ${small}px; border: 1px dashed $edge; margin: 2px; }
QPushButton[role="number"][answered="true"] { border: ${line}px solid $good; margin: 1px;
    background: $good_wash; color: $good; font-weight: 700; }
QPushButton[role="number"][marked="true"] { border-color: $warn; background: $warn_wash;
    color: $warn; }
QPushButton[role="number"][current="true"] { border: ${ring}px solid $accent; margin: 0; }
QPushButton[role="number"]:focus { border: ${ring}px solid $focus; margin: 0; }
QPushButton[role="number"]:disabled { background: $ground; color: $disabled;
    border: 1px solid $hairline; margin: 2px; }

QLineEdit, QPlainTextEdit { background: $surface; border: ${line}px solid $edge;
    border-radius: ${radius}px; padding: ${field_pad}px; margin: 1px;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit { min-height: ${field_height}px; }
QLineEdit:focus, QPlainTextEdit:focus { border: ${ring}px solid $focus; margin: 0; }
QLineEdit:disabled { background: $ground; color: $disabled; border-color: $hairline; }
QLineEdit[role="code"] { font-family: "$code_font"; font-size: ${title}px; }

QFrame[role="option"] { background: $surface; border: ${line}px solid $hairline;
    border-radius: ${radius}px; margin: 1px; }
QFrame[role="option"][chosen="true"] { background: $accent_wash; border-color: $accent; }
QFrame[role="option"][focused="true"] { border: ${ring}px solid $focus; margin: 0; }
QFrame[role="sound"] { background: $ground; border: 1px solid $hairline;
    border-radius: ${radius}px; }
QFrame[role="banner"] { background: $accent_wash; border: ${line}px solid $accent;
    border-radius: ${radius}px; }
QFrame[role="banner"][tone="warn"] { background: $warn_wash; border-color: $warn; }
QFrame[role="banner"][tone="bad"] { background: $bad_wash; border-color: $bad; }
QSplitter::handle { background: $hairline; border-radius: 4px; }
QSplitter::handle:hover { background: $accent; }
QScrollBar:vertical { background: $ground; width: ${bar}px; margin: 0; }
QScrollBar:horizontal { background: $ground; height: ${bar}px; margin: 0; }
QScrollBar::handle { background: $edge; border-radius: 5px; margin: 2px;
    min-height: ${target}px; min-width: ${target}px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QToolTip { background: $ink; color: $surface; border: 0; }
""")

_ROOMS = {
    "pad": 10,
    "wide_pad": 20,
    "small_radius": 6,
    "mark_pad": 4,
    "field_pad": 6,
}
"""Pixels at 100 % of air inside of edges."""

_BAR = 16
"""Width of a scroll bar in pixels, at any scale."""


def style_sheet(look: Look) -> str:
    """Return the style sheet of a look."""
    sizes, scale = look.sizes, look.scale
    small_target = scale.target(34, sizes.small_text)
    lengths = {
        "text": scale.px(sizes.text),
        "small": scale.px(sizes.small_text),
        "title": scale.px(sizes.title_text),
        "clock": scale.px(sizes.clock_text),
        "number": scale.px(sizes.number_text),
        "code": scale.px(sizes.code_text),
        "target": scale.target(sizes.target, sizes.text),
        "small_target": small_target,
        "number_height": small_target,
        "number_width": max(40, scale.px(sizes.small_text) * 13 // 5),
        "field_height": scale.target(34, sizes.text),
        "line": sizes.edge,
        "ring": sizes.ring,
        "radius": sizes.radius,
        "bar": _BAR,
        **{name: scale.room(base) for name, base in _ROOMS.items()},
    }
    return _SHEET.substitute(
        {name: str(length) for name, length in lengths.items()}
        | _colours(look.palette)
        | {"font": FONT_FAMILY, "code_font": CODE_FONT_FAMILY}
    )


def _colours(palette: Palette) -> dict[str, str]:
    return {name: getattr(palette, name) for name in palette.__dataclass_fields__}
