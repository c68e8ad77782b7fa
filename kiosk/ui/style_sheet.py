"""The one style sheet, made from the tokens. A role decides what a widget looks like.

No Qt here: text in, text out.
"""

from string import Template

from kiosk.ui.design_tokens import CODE_FONT_FAMILY, FONT_FAMILY, Palette
from kiosk.ui.look import Look

_SHEET = Template("""
* { font-family: "$font"; font-size: ${text}px; color: $ink; }
QMainWindow, #ground, #page, #exam { background: $ground; }
QScrollArea { background: transparent; border: ${ring}px solid transparent;
    border-radius: ${radius}px; }
QScrollArea:focus { border-color: $focus; }
#page { border: 0; }
#card, #task-card, #scene-card, #list-card, #aid-card {
    background: $surface; border: ${hair}px solid $hairline; border-radius: ${radius}px; }
#task-inner, #scene-inner, #list-inner, #sound-inner { background: $surface; }
#header, #bottom-bar, #display-strip {
    background: $surface; border: 0 solid $hairline; }
#header, #display-strip { border-bottom-width: ${hair}px; }
#bottom-bar { border-top-width: ${hair}px; }

#header *, #display-strip *, #bottom-bar *, QFrame[role="banner"] * {
    font-size: ${bar_text}px; }
#display-strip QComboBox { min-height: ${bar_small_target}px; padding-top: 0;
    padding-bottom: 0; }
#header [role="mark"], #header [role="band"], #header [role="tool"],
#display-strip [role="quiet"], #display-strip [role="tool"], #display-strip [role="tab"],
QFrame[role="banner"] [role="tool"] { font-size: ${bar_small}px; }
#header [role="clock"] { font-size: ${bar_clock}px; }
#bottom-bar QPushButton { min-height: ${bar_target}px; padding: 0 ${bar_pad}px; }
#header [role="tool"], #display-strip [role="tool"], #display-strip [role="tab"],
QFrame[role="banner"] [role="tool"] { min-height: ${bar_small_target}px; }

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
    border-radius: ${radius}px; padding: ${pad}px ${wide_pad}px; }
QLabel[role="letter"] { font-weight: 700; color: $accent; }
QLabel[role="problem"] { background: $bad_wash; color: $bad; font-weight: 700;
    border: ${line}px solid $bad; border-radius: ${radius}px; padding: ${pad}px; }
QLabel[role="good"] { background: $good_wash; color: $good; font-weight: 700;
    border: ${line}px solid $good_wash; border-radius: ${radius}px; padding: ${pad}px; }
QLabel[role="warn"] { background: $warn_wash; color: $warn; font-weight: 700;
    border: ${line}px solid $warn_wash; border-radius: ${radius}px; padding: ${pad}px; }
QLabel[role="note"] { background: $accent_wash; font-weight: 700;
    border: ${line}px solid $accent_wash; border-radius: ${radius}px; padding: ${pad}px; }
QLabel[role="photo"] { border: ${hair}px solid $edge; background: $ground;
    color: $quiet_ink; }
QLabel[role="clock"] { font-size: ${clock}px; font-weight: 700; }
QLabel[role="clock"][urgent="true"] { color: $bad; }
QLabel[role="mark"] { font-size: ${small}px; border-radius: ${small_radius}px;
    border: ${hair}px solid transparent; padding: ${mark_pad}px ${pad}px; }
QLabel[role="mark"][state="good"] { background: $good_wash; color: $good; }
QLabel[role="mark"][state="calm"] { background: $ground; color: $quiet_ink; }
QLabel[role="mark"][state="warn"] { background: $warn_wash; color: $warn;
    border-color: $warn; font-weight: 700; }
QLabel[role="mark"][state="bad"] { background: $bad; color: $on_accent;
    font-weight: 700; }
QLabel[role="band"] { font-size: ${small}px; font-weight: 700; color: $on_band;
    background: $trial; padding: ${mark_pad}px ${pad}px; }
QLabel[role="band"][kind="practice"] { background: $practice; }

QPushButton { background: $surface; border: ${line}px solid $edge; outline: 0;
    min-height: ${target}px;
    border-radius: ${radius}px; padding: 0 ${wide_pad}px; margin: ${slack}px; }
QPushButton:hover, QPushButton:pressed { background: $accent_wash; }
QPushButton:focus { border: ${ring}px solid $focus; margin: 0; }
QPushButton:disabled { color: $disabled; border-color: $hairline; background: $ground; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; font-weight: 700;
    border-color: $accent; }
QPushButton[role="primary"]:hover { background: $accent_pressed; }
QPushButton[role="primary"]:focus { border: ${ring}px solid $focus_on_accent;
    background: $accent_pressed; margin: 0; }
QPushButton[role="primary"]:disabled { background: $ground; color: $disabled;
    border-color: $hairline; }
QPushButton[role="primary"] QLabel { color: $on_accent; font-weight: 700; }
QPushButton QLabel:disabled { color: $disabled; }
QPushButton[role="danger"] { color: $bad; border-color: $bad; font-weight: 700; }
QPushButton[role="danger"]:hover, QPushButton[role="danger"]:pressed {
    background: $bad_wash; }
QPushButton[role="danger"]:focus { border: ${ring}px solid $focus; margin: 0; }
QPushButton[role="danger"]:disabled { color: $disabled; border-color: $hairline; }
QPushButton[role="link"] { border-color: transparent; background: transparent;
    color: $accent; text-decoration: underline; padding: 0 ${pad}px;
    min-height: ${small_target}px; font-size: ${small}px; }
QPushButton[role="link"]:focus { border: ${ring}px solid $focus; margin: 0; }
QPushButton[role="link"]:disabled { color: transparent; text-decoration: none; }
QPushButton[role="tool"] { min-height: ${small_target}px; font-size: ${small}px;
    padding: 0 ${pad}px; border-width: ${hair}px; margin: ${wide_slack}px; }
QPushButton[role="tool"]:focus { border: ${ring}px solid $focus; margin: 0; }
QPushButton[role="tool"][on="true"] { background: $warn_wash; color: $warn;
    border-color: $warn; font-weight: 700; }
QPushButton[role="mark-button"][on="true"] { background: $warn_wash; color: $warn;
    border-color: $warn; font-weight: 700; }
QPushButton[role="mark-button"]:focus { border: ${ring}px solid $focus; margin: 0; }
QPushButton[role="tab"] { min-height: ${small_target}px; font-size: ${small}px;
    padding: 0 ${pad}px; border-width: ${hair}px; margin: ${wide_slack}px; }
QPushButton[role="tab"][on="true"] { border: ${line}px solid $accent; font-weight: 700;
    margin: ${slack}px; background: $accent_wash; color: $accent; }
QPushButton[role="tab"]:focus { border: ${ring}px solid $focus; margin: 0; }

QPushButton[role="number"] { min-width: ${number_width}px; max-width: ${number_width}px;
    min-height: ${number_height}px; max-height: ${number_height}px; padding: 0;
    font-size: ${small}px; border: ${hair}px dashed $edge; margin: ${wide_slack}px; }
QPushButton[role="number"][answered="true"] { border: ${line}px solid $good;
    margin: ${slack}px; background: $good_wash; color: $good; font-weight: 700; }
QPushButton[role="number"][marked="true"] { border-color: $warn; background: $warn_wash;
    color: $warn; }
QPushButton[role="number"][current="true"] { border: ${ring}px solid $accent; margin: 0; }
QPushButton[role="number"]:focus { border: ${ring}px solid $focus; margin: 0; }
QPushButton[role="number"]:disabled { background: $ground; color: $disabled;
    border: ${hair}px solid $hairline; margin: ${wide_slack}px; }

QLineEdit, QPlainTextEdit, QComboBox { background: $surface;
    border: ${line}px solid $edge; border-radius: ${radius}px; padding: ${field_pad}px;
    margin: ${slack}px; placeholder-text-color: $quiet_ink;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QComboBox { min-height: ${field_height}px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {
    border: ${ring}px solid $focus; margin: 0; }
QLineEdit:disabled, QComboBox:disabled { background: $ground; color: $disabled;
    border-color: $hairline; }
QLineEdit[role="code"] { font-family: "$code_font"; font-size: ${title}px; }
QComboBox { padding-right: ${arrow}px; }
QComboBox::drop-down { border: 0; width: ${arrow}px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $surface; border: ${line}px solid $edge;
    outline: 0; selection-background-color: $accent; selection-color: $on_accent; }

QSlider { min-height: ${small_target}px; border: ${ring}px solid transparent;
    border-radius: ${radius}px; }
QSlider:focus { border-color: $focus; }
QSlider::groove:horizontal { background: $edge; height: ${groove}px;
    margin: 0 ${mark_pad}px; }
QSlider::sub-page:horizontal { background: $accent; height: ${groove}px;
    margin: 0 ${mark_pad}px; }
QSlider::handle:horizontal { background: $accent; width: ${knob}px;
    margin: -${knob_over}px 0; border-radius: ${knob_round}px; }
QProgressBar { background: $ground; border: ${hair}px solid $edge;
    border-radius: ${small_radius}px; min-height: ${bar}px; text-align: center; }
QProgressBar::chunk { background: $accent; border-radius: ${small_radius}px; }

QFrame[role="option"] { background: $surface; border: ${line}px solid $hairline;
    border-radius: ${radius}px; margin: ${slack}px; }
QFrame[role="option"][chosen="true"] { background: $accent_wash; border-color: $accent; }
QFrame[role="option"][focused="true"] { border: ${ring}px solid $focus; margin: 0; }
QFrame[role="sound"] { background: $ground; border: ${hair}px solid $hairline;
    border-radius: ${radius}px; }
QFrame[role="banner"] { background: $accent_wash; border: 0 solid $accent;
    border-bottom-width: ${line}px; }
QFrame[role="banner"][tone="warn"] { background: $warn_wash; border-color: $warn; }
QFrame[role="banner"][tone="bad"] { background: $bad_wash; border-color: $bad; }
#list-card QPushButton[role="tab"] { padding: 0 ${field_pad}px; }
#versions-list, #versions-preview { border: ${hair}px solid $hairline;
    border-radius: ${radius}px; }
QSplitter::handle { background: $hairline; border-radius: ${small_radius}px; }
QSplitter::handle:hover { background: $accent; }
QSplitter[focused="true"]::handle { background: $focus; }
QScrollBar:vertical { background: $ground; width: ${bar}px; margin: 0; }
QScrollBar:horizontal { background: $ground; height: ${bar}px; margin: 0; }
QScrollBar::handle { background: $edge; border-radius: ${bar_round}px;
    margin: ${slack}px; min-height: ${handle}px; min-width: ${handle}px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QToolTip { background: $ink; color: $surface; border: 0; }
""")

_ROOMS = {
    "pad": 12,
    "wide_pad": 24,
    "small_radius": 6,
    "mark_pad": 4,
    "field_pad": 7,
}
"""Pixels at 100 % of air inside of edges."""

_LINES = {
    "hair": 1,
    "slack": 1,
    "wide_slack": 2,
    "bar": 16,
    "bar_round": 6,
    "groove": 6,
}
"""Pixels at 100 % of edges and bars; `slack` is what a thicker edge takes at focus."""

_KNOB = 22
"""Pixels at 100 %, of a slider."""


def style_sheet(look: Look) -> str:
    """Return the style sheet of a look."""
    return _SHEET.substitute(
        {name: str(length) for name, length in _lengths(look).items()}
        | _colours(look.palette)
        | {"font": FONT_FAMILY, "code_font": CODE_FONT_FAMILY}
    )


def _lengths(look: Look) -> dict[str, int]:
    sizes, scale = look.sizes, look.scale
    small_target = scale.target(sizes.small_target, sizes.small_text)
    line, ring = scale.line(sizes.edge), scale.line(sizes.ring)
    knob = scale.room(_KNOB)
    return {
        "text": scale.px(sizes.text),
        "small": scale.px(sizes.small_text),
        "title": scale.px(sizes.title_text),
        "clock": scale.px(sizes.clock_text),
        "number": scale.px(sizes.number_text),
        "code": scale.px(sizes.code_text),
        "target": scale.target(sizes.target, sizes.text),
        "small_target": small_target,
        "bar_text": scale.bar(sizes.text),
        "bar_small": scale.bar(sizes.small_text),
        "bar_clock": scale.bar(sizes.clock_text),
        "bar_target": scale.bar_target(sizes.target, sizes.text),
        "bar_small_target": scale.bar_target(sizes.small_target, sizes.small_text),
        "bar_pad": scale.line(_ROOMS["wide_pad"]),
        "number_height": small_target,
        "number_width": max(scale.line(44), scale.px(sizes.small_text) * 13 // 5),
        "field_height": scale.target(36, sizes.text),
        "line": line,
        "ring": ring,
        # What the thicker edge takes when the keyboard arrives, so that nothing moves.
        "slack": ring - line,
        "wide_slack": ring - scale.line(_LINES["hair"]),
        "radius": scale.line(sizes.radius),
        "arrow": scale.bar(sizes.text) * 3 // 2,
        "handle": scale.line(sizes.target),
        "knob": knob,
        "knob_round": knob // 2,
        "knob_over": (knob - scale.line(_LINES["groove"])) // 2,
        **{name: scale.room(base) for name, base in _ROOMS.items()},
        **{name: scale.line(base) for name, base in _LINES.items()},
    }


def _colours(palette: Palette) -> dict[str, str]:
    return {name: getattr(palette, name) for name in palette.__dataclass_fields__}
