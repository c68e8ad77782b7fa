"""The choice of text size, colours and language lives through a restart, and no longer."""

from pathlib import Path

import pytest

from kiosk.app.background import Background
from kiosk.app.display_keeper import DisplayKeeper
from kiosk.storage.display_choice import DisplayChoice, DisplayChoiceStore
from kiosk.ui.design_tokens import DARK, LIGHT
from kiosk.ui.main_window import MainWindow
from kiosk.ui.texts import Language
from tests.kiosk.app.test_resume_desk import ByHand
from tests.kiosk.ui.samples import a_look

CHOICE = DisplayChoice(language="en", theme="dark", text_percent=150)


@pytest.fixture
def store(tmp_path: Path) -> DisplayChoiceStore:
    return DisplayChoiceStore(tmp_path)


def a_window() -> MainWindow:
    return MainWindow(a_look())


def keeper(window: MainWindow, store: DisplayChoiceStore) -> ByHand:
    work = ByHand()
    window.keeper = DisplayKeeper(window, store, work)  # type: ignore[attr-defined] # keeps it alive
    return work


def begin(window: MainWindow, *, goes_on: bool) -> None:
    window.keeper.begin(goes_on=goes_on)  # type: ignore[attr-defined] # as above


def test_the_choice_is_there_again_when_the_sitting_goes_on(
    store: DisplayChoiceStore, qapp: object
) -> None:
    window = a_window()
    work = keeper(window, store)
    begin(window, goes_on=True)
    look = window.look.with_theme(DARK.theme).with_scale(window.look.scale.larger)
    window.change_look(look)
    work.do()

    restarted = a_window()
    keeper(restarted, store)
    begin(restarted, goes_on=True)

    assert restarted.look.palette is DARK
    assert restarted.look.scale.percent == 125
    assert restarted.look.texts.language is Language.CHINESE


def test_the_next_candidate_begins_with_the_usual_look(
    store: DisplayChoiceStore, qapp: object
) -> None:
    store.save(CHOICE)
    window = a_window()
    work = keeper(window, store)
    begin(window, goes_on=True)
    assert window.look.palette is DARK

    window.show_usual_look()
    work.do()

    assert window.look.palette is LIGHT
    assert window.look.scale.percent == 100
    assert window.look.texts.language is Language.CHINESE
    assert store.load() == DisplayChoice(language="zh", theme="light", text_percent=100)


def test_without_a_sitting_that_goes_on_an_old_choice_is_forgotten(
    store: DisplayChoiceStore, qapp: object
) -> None:
    store.save(CHOICE)
    window = a_window()
    work = keeper(window, store)
    begin(window, goes_on=False)
    work.do()

    assert window.look.palette is LIGHT
    assert store.load() is None


def test_of_many_changes_the_newest_is_kept(
    store: DisplayChoiceStore, qapp: object
) -> None:
    window = a_window()
    work = keeper(window, store)
    begin(window, goes_on=True)
    for _ in range(4):
        window.change_look(window.look.with_scale(window.look.scale.larger))
    while work.jobs:
        work.do()

    kept = store.load()
    assert kept is not None
    assert kept.text_percent == 200


@pytest.mark.parametrize(
    "choice",
    [
        DisplayChoice(language="xx", theme="dark", text_percent=150),
        DisplayChoice(language="en", theme="pink", text_percent=150),
        DisplayChoice(language="en", theme="dark", text_percent=151),
    ],
)
def test_a_choice_of_another_version_changes_nothing(
    store: DisplayChoiceStore, qapp: object, choice: DisplayChoice
) -> None:
    store.save(choice)
    window = a_window()
    keeper(window, store)
    before = window.look
    begin(window, goes_on=True)

    assert window.look == before


def test_a_disk_that_refuses_costs_only_the_choice(
    tmp_path: Path, qapp: object
) -> None:
    window = a_window()
    work = keeper(window, DisplayChoiceStore(tmp_path / "gone"))
    begin(window, goes_on=True)
    window.change_look(window.look.with_theme(DARK.theme))
    work.do()

    assert window.look.palette is DARK
    assert isinstance(work, Background)
