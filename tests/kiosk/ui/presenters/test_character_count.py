from hypothesis import given, strategies as st

from kiosk.ui.presenters.character_count import counter_view, fitting
from kiosk.ui.presenters.message import message
from question_bank.items.short_answer import count_characters


def test_white_space_does_not_count() -> None:
    assert counter_view("一 二\n三", 100).text == message(
        "text.count", count=3, most=100
    )


def test_the_limit_is_shown_before_it_bites() -> None:
    view = counter_view("字" * 90, 100)

    assert view.is_near
    assert view.text == message("text.near_full", count=90, most=100, left=10)


def test_a_full_field_says_so() -> None:
    view = counter_view("字" * 100, 100)

    assert view.is_full
    assert view.text == message("text.full", most=100)


@given(
    kept=st.text(max_size=30),
    replaced=st.text(max_size=30),
    put_in=st.text(max_size=30),
    room=st.integers(0, 30),
)
def test_what_is_let_in_keeps_the_limit_and_leaves_no_room_unused(
    kept: str, replaced: str, put_in: str, room: int
) -> None:
    most = count_characters(kept) + room

    fits = fitting(kept + replaced, replaced, put_in, most)

    assert put_in.startswith(fits)
    assert count_characters(kept + fits) <= most
    if fits != put_in:
        assert count_characters(kept + fits) == most


@given(text=st.text(max_size=30))
def test_all_of_what_fits_is_let_in(text: str) -> None:
    assert fitting("", "", text, count_characters(text)) == text


def test_in_a_full_field_a_selection_makes_room() -> None:
    assert fitting("一二三", "二", "四五", 3) == "四"
