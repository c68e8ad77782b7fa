"""A virtual sound card a module; a third of a second to start."""

from collections.abc import Iterator

import pytest

from kiosk.audio.sound_engine import SoundEngine, open_sound
from kiosk.clock import SystemClock
from tests.builders.virtual_sound import VirtualSound, running_sound_card


@pytest.fixture(scope="module")
def _card(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VirtualSound]:
    with running_sound_card(tmp_path_factory.mktemp("sound")) as card:
        yield card


@pytest.fixture
def card(_card: VirtualSound) -> Iterator[VirtualSound]:
    """The card; put back as it was at first, whatever the test does to it."""
    yield _card
    _card.put_back()


@pytest.fixture
def engine(card: VirtualSound) -> Iterator[SoundEngine]:
    engine = open_sound(SystemClock())
    yield engine
    engine.close()
