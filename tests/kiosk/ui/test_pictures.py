"""Every screen in every theme looks as it did; a change that is meant: `make pictures`."""

import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from PySide6.QtWidgets import QApplication, QWidget

import kiosk.ui.screens
from kiosk.ui.main_window import MainWindow
from tests.kiosk.ui import samples
from tests.kiosk.ui.gallery import SCENARIOS
from tests.kiosk.ui.gallery_scenario import clear
from tests.kiosk.ui.picture_references import (
    DRESSES,
    FOLDER,
    Dress,
    displaced,
    fonts,
    load_geometry,
    load_record,
    save_small,
    take,
    where_different,
)
from tests.kiosk.ui.screenshots import save, settle

NEW = Path("build") / "pictures"
"""Where the pictures go that are not as they were."""


@pytest.mark.parametrize("dress", DRESSES, ids=lambda dress: dress.name)
def test_every_screen_looks_as_it_did(application: QApplication, dress: Dress) -> None:
    record, geometry = load_record(), load_geometry()
    has_same_fonts = record["fonts"] == fonts()
    found = []

    for taken in take(application, dress):
        if taken.name not in record:
            found.append(f"{taken.name}: no reference yet")
        elif not has_same_fonts:
            moved = displaced(geometry[taken.name], taken.places)
            found += [f"{taken.name}: {what}" for what in moved]
        elif record[taken.name] != taken.sha256:
            NEW.mkdir(parents=True, exist_ok=True)
            path = NEW / f"{taken.name}.png"
            save_small(taken.image, path)
            where = where_different(FOLDER / path.name, path)
            save(taken.image, path)
            found.append(f"{taken.name}: differs {where}; now {path}")

    assert not found, "\n".join([*found, "if this is meant: make pictures, and look"])
    if not has_same_fonts:
        pytest.skip("other fonts or another Qt: where widgets stand was compared only")


def screen_classes() -> Iterator[type[QWidget]]:
    """Yield every class of a screen."""
    for module in iter_modules(kiosk.ui.screens.__path__):
        code = import_module(f"kiosk.ui.screens.{module.name}")
        for name, found in inspect.getmembers(code, inspect.isclass):
            is_own = found.__module__ == code.__name__
            if is_own and name.endswith("Screen") and issubclass(found, QWidget):
                yield found


def test_every_screen_stands_in_the_gallery(application: QApplication) -> None:
    window = MainWindow(samples.a_look())
    window.setUpdatesEnabled(False)
    window.show()
    shown = set()

    for scenario in SCENARIOS:
        clear(window)
        scenario.show(window)
        shown |= {
            type(widget)
            for widget in window.findChildren(QWidget)
            if widget.isVisible()
        }
    window.allow_close()
    window.close()
    window.deleteLater()
    settle(application)

    missing = {found.__name__ for found in screen_classes() if found not in shown}
    assert missing == set()


def test_names_of_pictures_are_told_apart() -> None:
    names = [scenario.name for scenario in SCENARIOS]

    assert len(set(names)) == len(names)
