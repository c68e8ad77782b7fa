"""Pictures of every screen as they were: taking them, keeping them, telling what differs.

`python -m tests.kiosk.ui.picture_references` (`make pictures`) takes them anew. The same
fonts and the same Qt give the same pixels on every machine; so pixels are compared by
hash, and the PNGs (few colours, for eyes and for saying where) are not what is compared.
With other fonts there is only the geometry: which widgets stand where.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops
from PySide6.QtCore import QPoint, QSize, Qt, qVersion
from PySide6.QtGui import QFont, QImage, QRawFont
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from kiosk.ui.design_tokens import CODE_FONT_FAMILY, FONT_FAMILY, Theme
from kiosk.ui.fonts import set_up_application
from kiosk.ui.main_window import MainWindow
from kiosk.ui.texts import Language
from tests.kiosk.ui import samples
from tests.kiosk.ui.gallery import SCENARIOS
from tests.kiosk.ui.gallery_scenario import clear
from tests.kiosk.ui.screenshots import save, settle

FOLDER = Path(__file__).parent / "pictures"
RECORD = FOLDER / "references.json"
GEOMETRY = FOLDER / "geometry.json"

Places = dict[str, tuple[int, int, int, int]]
"""Widget → x, y, width, height in the window."""

NEAR_PX = 32
"""How far a widget may stand elsewhere with another version of the fonts."""


@dataclass(frozen=True, slots=True)
class Dress:
    """One way in which every screen is taken; `name` begins the pictures' names."""

    name: str
    theme: Theme
    size: QSize
    percent: int = 100


DRESSES = (
    Dress("light", Theme.LIGHT, QSize(1366, 768)),
    Dress("dark", Theme.DARK, QSize(1366, 768)),
    Dress("contrast", Theme.CONTRAST, QSize(1366, 768)),
    Dress("large", Theme.LIGHT, QSize(1024, 768), 200),
)


@dataclass(frozen=True, slots=True)
class Taken:
    """One picture, and the window it was taken of, which shows it until the next."""

    name: str
    image: QImage
    window: QWidget

    @property
    def places(self) -> Places:
        """Where everything stands."""
        return places(self.window)

    @property
    def sha256(self) -> str:
        """Of its pixels."""
        image = self.image
        return hashlib.sha256(image.constBits()).hexdigest()


def fonts() -> str:
    """Return what tells these fonts and this Qt from others: a hash of the fonts' heads.

    The table `head` holds the checksum of the whole font file, and its version.
    """
    heads = hashlib.sha256(qVersion().encode())
    for family in (FONT_FAMILY, CODE_FONT_FAMILY):
        for weight in (QFont.Weight.Normal, QFont.Weight.Bold):
            raw = QRawFont.fromFont(QFont(family, 12, weight))
            heads.update(raw.familyName().encode())
            heads.update(raw.fontTable("head").data())
    return heads.hexdigest()


def take(application: QApplication, dress: Dress) -> Iterator[Taken]:
    """Take every screen of the gallery; always in the same order, from a new window."""
    application.setCursorFlashTime(0)  # a blinking cursor would be luck
    look = samples.a_look(Language.CHINESE, dress.percent).with_theme(dress.theme)
    window = MainWindow(look)
    window.resize(dress.size)
    window.setUpdatesEnabled(False)  # else each is painted twice: first for nobody
    window.show()
    for scenario in SCENARIOS:
        clear(window)
        scenario.show(window)
        settle(application)
        window.setUpdatesEnabled(True)
        image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        window.setUpdatesEnabled(False)
        yield Taken(f"{dress.name}-{scenario.name}", image, window)
    window.allow_close()
    window.close()
    window.deleteLater()


def places(window: QWidget) -> Places:
    """Return where everything stands that has a name or words."""
    found: Places = {}
    for widget in window.findChildren(QWidget):
        name = _name(widget)
        if widget.isVisible() and name:
            while name in found:
                name += "'"
            corner = widget.mapTo(window, QPoint(0, 0))
            found[name] = (corner.x(), corner.y(), widget.width(), widget.height())
    return found


def _name(widget: QWidget) -> str:
    if widget.objectName():
        return widget.objectName()
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()[:16]
    return ""


def displaced(was: Places, now: Places) -> list[str]:
    """Return what came, went, or stands more than a little elsewhere."""
    moved = [
        name
        for name in was.keys() & now.keys()
        if any(abs(a - b) > NEAR_PX for a, b in zip(was[name], now[name], strict=True))
    ]
    return sorted(
        [f"gone: {name}" for name in was.keys() - now.keys()]
        + [f"new: {name}" for name in now.keys() - was.keys()]
        + [f"moved: {name} {was[name]} → {now[name]}" for name in moved]
    )


def save_small(image: QImage, path: Path) -> None:
    """Write a picture at half its size, for eyes."""
    smooth = Qt.TransformationMode.SmoothTransformation
    save(image.scaledToWidth(image.width() // 2, smooth), path)


def where_different(old: Path, new: Path) -> str:
    """Return in words where two pictures of `save_small` differ to the eye."""
    with Image.open(old) as before, Image.open(new) as after:
        change = ImageChops.difference(before.convert("RGB"), after.convert("RGB"))
        box = change.convert("L").point(lambda value: 255 * (value > 24)).getbbox()
    if box is None:
        return "by a shade"
    left, top, right, bottom = (2 * edge for edge in box)
    return f"in x {left}–{right}, y {top}–{bottom}"


def load_record() -> dict[str, str]:
    """Return name → hash of pixels; `fonts` → what they were taken with."""
    return dict(json.loads(RECORD.read_text("utf-8")))


def load_geometry() -> dict[str, Places]:
    """Return name → where everything stood."""
    stored = json.loads(GEOMETRY.read_text("utf-8"))
    return {
        name: {widget: tuple(place) for widget, place in found.items()}
        for name, found in stored.items()
    }


def renew(application: QApplication) -> int:
    """Take all pictures and keep them as the references; return how many changed."""
    FOLDER.mkdir(exist_ok=True)
    old = load_record() if RECORD.exists() else {}
    record = {"fonts": fonts()}
    geometry: dict[str, Places] = {}
    for dress in DRESSES:
        for taken in take(application, dress):
            record[taken.name] = taken.sha256
            geometry[taken.name] = taken.places
            if old.get(taken.name) != taken.sha256:
                save_small(taken.image, FOLDER / f"{taken.name}.png")
    for path in FOLDER.glob("*.png"):
        if path.stem not in record:
            path.unlink()
    RECORD.write_text(_json(record, indent=0), "utf-8")
    GEOMETRY.write_text(_json(geometry), "utf-8")
    return sum(old.get(name) != sha256 for name, sha256 in record.items())


def _json(content: object, indent: int | None = None) -> str:
    # A line a picture, so that what changed can be seen in a diff.
    if indent is None and isinstance(content, dict):
        lines = (
            f"{json.dumps(key, ensure_ascii=False)}: "
            f"{json.dumps(value, ensure_ascii=False, separators=(',', ':'))}"
            for key, value in content.items()
        )
        return "{\n" + ",\n".join(lines) + "\n}\n"
    return json.dumps(content, ensure_ascii=False, indent=indent) + "\n"


def main() -> None:
    """Renew the references."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QApplication(sys.argv[:1])
    set_up_application(application)
    changed = renew(application)
    size = sum(path.stat().st_size for path in FOLDER.iterdir())
    sys.stdout.write(f"{FOLDER}: {changed} changed, {size / 1e6:.1f} MB in all\n")


if __name__ == "__main__":
    main()
