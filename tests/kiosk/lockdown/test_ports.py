from kiosk.lockdown.ports import (
    ALARMS,
    LockMode,
    Measure,
    NoLock,
    Observation,
    ObservationCode,
)


def test_no_lock_locks_nothing_and_says_so() -> None:
    lock = NoLock()
    report = lock.engage()

    lock.wipe_input_history()
    lock.release()

    assert report.mode is LockMode.NONE
    assert report.locked == ()
    assert set(report.limits) == set(Measure)
    assert lock.observe() == ()


def test_what_a_proctor_should_see_at_once_is_an_alarm() -> None:
    assert Observation(code=ObservationCode.REMOTE_SESSION).is_alarm
    assert not Observation(code=ObservationCode.FORBIDDEN_KEY).is_alarm
    assert set(ObservationCode) >= ALARMS
