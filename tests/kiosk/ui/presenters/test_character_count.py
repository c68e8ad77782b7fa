from hypothesis import given, strategies as st

from kiosk.ui.presenters.character_count import counter_view, surplus_before
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
    before=st.text(max_size=30),
    put_in=st.text(max_size=30),
    after=st.text(max_size=30),
    room=st.integers(0, 30),
)
def test_cutting_what_was_put_in_keeps_the_limit_and_what_stood_there(
    before: str, put_in: str, after: str, room: int
) -> None:
    most = count_characters(before + after) + room
    text = before + put_in + after
    position = len(before + put_in)

    surplus = surplus_before(text, position, most)
    kept = text[: position - surplus] + text[position:]

    assert count_characters(kept) <= most
    assert kept.startswith(before)
    assert kept.endswith(after)


@given(text=st.text(max_size=30))
def test_nothing_is_cut_that_fits(text: str) -> None:
    assert surplus_before(text, len(text), count_characters(text)) == 0
