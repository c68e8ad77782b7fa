"""The age of the server's last word is counted by the boot clock."""

from kiosk.app.last_word import NEVER_MS, LastWord
from tests.fakes.hand_clock import HandClock


def test_before_the_first_word_the_age_is_older_than_any_limit() -> None:
    assert LastWord(HandClock()).age_ms() == NEVER_MS


def test_a_wall_clock_that_jumps_changes_no_age() -> None:
    clock = HandClock()
    word = LastWord(clock)
    word.heard()
    clock.pass_ms(2500)
    clock.jump_wall_s(86_400)

    assert word.age_ms() == 2500
