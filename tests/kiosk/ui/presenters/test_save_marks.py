from hypothesis import given, strategies as st

from kiosk.ui.presenters.message import message
from kiosk.ui.presenters.save_marks import (
    SILENT_AFTER_MS,
    LocalMark,
    SaveMarksView,
    ServerMark,
    save_marks,
)


def marks(**changes: int) -> SaveMarksView:
    figures = {"saved_seq": 10, "pending": 0, "server_seq": 10, "server_age_ms": 500}
    return save_marks(**{**figures, **changes}, failing=False)


def test_everything_acknowledged_is_saved_here_and_there() -> None:
    view = marks()

    assert (view.local, view.server) == (LocalMark.SAVED, ServerMark.RECEIVED)


def test_what_is_pending_is_not_called_saved() -> None:
    assert marks(pending=1).local is LocalMark.SAVING


@given(pending=st.integers(0, 100), server_seq=st.integers(0, 10))
def test_a_failing_disk_is_never_called_saved(pending: int, server_seq: int) -> None:
    view = save_marks(
        saved_seq=10,
        pending=pending,
        server_seq=server_seq,
        failing=True,
        server_age_ms=0,
    )

    assert view.local is LocalMark.NOT_SAVED


@given(
    saved_seq=st.integers(0, 1000),
    server_seq=st.integers(0, 1000),
    server_age_ms=st.integers(0, 10**8),
)
def test_received_is_said_only_of_what_the_server_acknowledged(
    saved_seq: int, server_seq: int, server_age_ms: int
) -> None:
    view = marks(
        saved_seq=saved_seq, server_seq=server_seq, server_age_ms=server_age_ms
    )

    assert (view.server is ServerMark.RECEIVED) == (server_seq >= saved_seq)


def test_a_fresh_word_of_the_server_makes_unsent_entries_wait() -> None:
    view = marks(server_seq=7, server_age_ms=SILENT_AFTER_MS - 1)

    assert view.server_text == message("saves.server_waiting", entries=3)


def test_a_silent_server_is_told_without_a_count_that_frightens() -> None:
    view = marks(server_seq=7, server_age_ms=185_000)

    assert view.server is ServerMark.UNREACHABLE
    assert view.server_text == message("saves.server_away")
