import math
import subprocess
import sys

import pytest
from hypothesis import given, strategies as st

from kiosk.audio.level import (
    METER_FALL_DB_PER_S,
    METER_FLOOR_DBFS,
    SILENCE_DBFS,
    Level,
    next_meter,
)


def a_level(peak_dbfs: float) -> Level:
    return Level(
        peak_dbfs=peak_dbfs, rms_dbfs=peak_dbfs, clipped_share=0.0, is_constant=False
    )


@given(st.floats(0, 1), st.floats(SILENCE_DBFS, 0), st.floats(0, 5))
def test_the_meter_stays_on_its_scale(shown: float, peak: float, later: float) -> None:
    assert 0.0 <= next_meter(shown, a_level(peak), later) <= 1.0


def test_the_meter_shows_a_syllable_at_once_and_lets_it_sink_slowly() -> None:
    risen = next_meter(0.0, a_level(-6.0), 0.06)
    fallen = next_meter(risen, a_level(SILENCE_DBFS), 0.06)

    assert risen == pytest.approx(0.9, abs=0.01)
    assert risen - fallen == pytest.approx(
        METER_FALL_DB_PER_S * 0.06 / -METER_FLOOR_DBFS
    )


def test_the_meter_comes_to_rest_at_what_is_heard() -> None:
    shown = 1.0
    for _ in range(200):
        shown = next_meter(shown, a_level(-30.0), 0.0625)

    assert math.isclose(shown, 0.5)


def test_what_screens_import_brings_no_numpy_into_a_starting_seat() -> None:
    modules = ("ports", "level", "voice_watch", "take_check", "tones")
    imports = "; ".join(f"import kiosk.audio.{module}" for module in modules)
    check = f"import sys; {imports}; sys.exit('numpy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
