"""Pictures of every screen: `python -m tests.kiosk.ui.screenshots OUT_DIR [--guides]`.

For the guides and for eyes: both languages, two window sizes, two text sizes.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication

from kiosk.ui.fonts import set_up_application
from kiosk.ui.main_window import MainWindow
from kiosk.ui.texts import Language
from tests.kiosk.ui import samples
from tests.kiosk.ui.gallery import SCENARIOS
from tests.kiosk.ui.gallery_scenario import clear

SIZES = (QSize(1366, 768), QSize(1024, 768))
PERCENTS = (100, 200)


def settle(application: QApplication) -> None:
    """Let layouts and deferred deletions happen."""
    for _ in range(4):
        application.processEvents()
        application.sendPostedEvents()


def settled(application: QApplication, window: MainWindow) -> QPixmap:
    """Let layouts and deferred deletions happen, then take the picture."""
    settle(application)
    return window.grab()


def take(
    folder: Path, language: Language, size: QSize, percent: int
) -> Iterator[tuple[str, QPixmap]]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    window = MainWindow(samples.a_look(language, percent))
    window.resize(size)
    window.show()
    for scenario in SCENARIOS:
        clear(window)
        scenario.show(window)
        picture = settled(application, window)
        name = (
            f"{language}-{size.width()}x{size.height()}-{percent}-{scenario.name}.png"
        )
        save(picture.toImage(), folder / name)
        yield name, picture
    window.allow_close()
    window.close()
    window.deleteLater()


def save(picture: QImage, path: Path) -> None:
    """Write a PNG with a palette: a screen has few colours, and dithering adds noise."""
    shot = picture.convertToFormat(QImage.Format.Format_RGB888)
    image = Image.frombytes(
        "RGB",
        (shot.width(), shot.height()),
        bytes(shot.constBits()),
        "raw",
        "RGB",
        shot.bytesPerLine(),
    )
    colours = image.quantize(colors=128, dither=Image.Dither.NONE)
    colours.save(path, optimize=True)


def take_all(folder: Path) -> list[str]:
    """Take every picture; returns the names."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        name
        for language in Language
        for size in SIZES
        for percent in PERCENTS
        for name, _ in take(folder, language, size, percent)
    ]


def take_for_guides(folder: Path) -> None:
    """Take the Chinese ones at the usual size, under plain names."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, _ in take(folder, Language.CHINESE, SIZES[0], PERCENTS[0]):
        (folder / name).replace(folder / name.split("-100-")[1])


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication(sys.argv[:1])
    set_up_application(application)
    if sys.argv[2:] == ["--guides"]:
        take_for_guides(Path(sys.argv[1]))
    else:
        take_all(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
