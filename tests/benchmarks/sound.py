"""Play → sound begins, record → first sample kept; on a virtual sound card.

Cold is the first of a process, with the library to load and the devices to list; warm is
after `warm_up`, which a seat calls before a sound can be asked for. "At the card" is what
another program hears of the card. Needs pulseaudio (packaging/system-packages.sh test).

    python -m tests.benchmarks.sound
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kiosk.audio.ports import PlayEnd
from kiosk.audio.sound_engine import SoundEngine, open_sound
from kiosk.audio.tones import beep
from kiosk.clock import SystemClock
from tests.builders.sound_listeners import PlayNotes, TakeNotes
from tests.builders.virtual_sound import (
    Listening,
    VirtualSound,
    running_sound_card,
)

REACH_MS = 150.0
TIMES = 20
COLD_TIMES = 5
REST_S = 0.3
"""Between two measurements: what the last one left in the card's buffers has gone."""

TAKE_MS = 100

Figure = dict[str, object]


def measure() -> list[Figure]:
    """Return the figures: cold once a process, median; warm, median and worst."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_sound_card(Path(folder)) as card,
    ):
        cold = [_cold() for _ in range(COLD_TIMES)]
        warm = _warm(card)
    return [
        _figure(
            "play → frames at the device, cold", [x["play_ms"] for x in cold], None
        ),
        _figure("record → first sample kept, cold", [x["take_ms"] for x in cold], None),
        *(_figure(name, times, REACH_MS) for name, times in warm.items()),
    ]


def _warm(card: VirtualSound) -> dict[str, list[float]]:
    engine = open_sound(SystemClock())
    engine.player.warm_up()
    engine.recorder.warm_up()
    played, at_card, taken = [], [], []
    with card.listening() as speaker:
        for turn in range(TIMES + 1):
            time.sleep(REST_S)  # see REST_S
            device_ms, card_ms = _play(engine, speaker)
            take_ms = _take(engine)
            if turn:  # the first only shows that all is warm
                played.append(device_ms)
                at_card.append(card_ms)
                taken.append(take_ms)
    engine.close()
    return {
        "play → frames at the device, warm": played,
        "play → sound at the card, warm": at_card,
        "record → first sample kept, warm": taken,
    }


def _play(engine: SoundEngine, speaker: Listening) -> tuple[float, float]:
    speaker.listen_anew()
    notes = PlayNotes()
    engine.player.play(beep(), 0, notes)
    assert notes.wait_end()[1] is PlayEnd.FINISHED
    assert speaker.loud.wait(3.0)
    assert notes.begun_s is not None
    assert speaker.first_loud_s is not None
    return notes.begun_s * 1000, (speaker.first_loud_s - notes.made_s) * 1000


def _take(engine: SoundEngine) -> float:
    notes = TakeNotes()
    engine.recorder.start(TAKE_MS, notes)
    notes.wait_end()
    assert notes.begun_s is not None
    return notes.begun_s * 1000


def _cold() -> dict[str, float]:
    """Measure in a process of its own; in each, what comes second is half warm already."""
    times = {}
    for kind in ("play_ms", "take_ms"):
        command = [sys.executable, "-m", "tests.benchmarks.sound", "--cold", kind]
        done = subprocess.run(command, check=True, capture_output=True)
        times[kind] = float(json.loads(done.stdout))
    return times


def _cold_here(kind: str) -> float:
    engine = open_sound(SystemClock())
    if kind == "take_ms":
        time_ms = _take(engine)
    else:
        notes = PlayNotes()
        engine.player.play(beep(), 0, notes)
        notes.wait_end()
        assert notes.begun_s is not None
        time_ms = notes.begun_s * 1000
    engine.close()
    return time_ms


def _figure(name: str, times_ms: list[float], reach_ms: float | None) -> Figure:
    worst = max(times_ms)
    return {
        "name": f"{name}; median, worst {worst:.0f} of {len(times_ms)}",
        "value": round(statistics.median(times_ms), 1),
        "unit": "ms",
        "limit": None,
        "reach": None if reach_ms is None else f"< {reach_ms:.0f}",
        "ok": reach_ms is None or worst < reach_ms,
    }


if __name__ == "__main__":
    if sys.argv[1:2] == ["--cold"]:
        print(json.dumps(_cold_here(sys.argv[2])))
    else:
        print(json.dumps(measure(), ensure_ascii=False, indent=2))
