"""The watch without a sound server: a card that is put in, with the library's stand-in."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.audio import device_watch
from kiosk.audio.device_watch import DeviceWatch
from kiosk.audio.ports import NO_DEVICES
from kiosk.audio.sound_cards import SoundCards
from kiosk.audio.sound_library import SoundLibrary
from kiosk.clock import SystemClock
from tests.builders.sound_listeners import DeviceNotes
from tests.fakes.sound_library import Library, NoServer


class Seat:
    """A watch over cards that a test puts in."""

    def __init__(self, alsa_cards: Path) -> None:
        self.alsa_cards = alsa_cards
        self.library = Library(has_card=False)
        self.cards = SoundCards(
            SystemClock(), SoundLibrary(lambda: self.library), NoServer()
        )
        self.released = threading.Semaphore(0)
        self.notes = DeviceNotes()
        self.watch = DeviceWatch(self.cards, NoServer(), self.released.release)
        self.watch.watch(self.notes)

    def put_card_in(self) -> None:
        self.library.has_card = True
        self.alsa_cards.write_text("1 [Headset]: USB-Audio", "utf-8")


@pytest.fixture
def seat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seat]:
    cards = tmp_path / "cards"
    monkeypatch.setattr(device_watch, "ALSA_CARDS", cards)
    monkeypatch.setattr(device_watch, "UNSERVED_LOOK_S", 0.02)
    seat = Seat(cards)
    yield seat
    seat.watch.close()


def test_a_card_that_is_put_in_is_told_after_the_library_was_started_anew(
    seat: Seat,
) -> None:
    assert seat.notes.wait_news() == NO_DEVICES

    seat.put_card_in()

    assert seat.notes.wait_news().inputs[0].name == "USB Headset: Audio"
    assert seat.watch.devices() == seat.notes.told[-1]


def test_who_watches_later_is_told_at_once_what_is_there(seat: Seat) -> None:
    seat.notes.wait_news()
    later = DeviceNotes()

    seat.watch.watch(later)

    assert later.wait_news() == NO_DEVICES


def test_a_warm_microphone_is_let_go_so_that_the_library_can_look(seat: Seat) -> None:
    seat.notes.wait_news()
    seat.library.has_card = True
    seat.cards.look()
    warm = seat.cards.open_capture(None)
    starts = seat.library.starts

    seat.put_card_in()
    assert seat.released.acquire(timeout=3)
    assert seat.library.starts == starts

    seat.cards.close(warm)
    wanted = threading.Event()
    for _ in range(300):
        if seat.library.starts > starts:
            break
        wanted.wait(0.01)
    assert seat.library.starts > starts
