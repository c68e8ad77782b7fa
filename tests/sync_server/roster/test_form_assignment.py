from hypothesis import given, strategies as st

from sync_server.roster.form_assignment import assigned_forms
from sync_server.roster.roster_row import RosterRow


def a_row(row: int, seat: str, *, room: str = "101", form: str = "") -> RosterRow:
    return RosterRow(
        row=row,
        admission_number=f"N{row}",
        name="甲",
        id_number="P1234567",
        session_code="S1",
        room_code=room,
        seat_code=seat,
        form_code=form,
    )


def test_neighbours_get_different_forms_in_the_order_of_seats() -> None:
    rows = [a_row(2, "03"), a_row(3, "01"), a_row(4, "02")]

    assert assigned_forms(rows, ["B", "A"]) == {3: "A", 4: "B", 2: "A"}


def test_a_form_that_the_roster_names_stands() -> None:
    rows = [a_row(2, "01", form="B"), a_row(3, "02")]

    assert assigned_forms(rows, ["A", "B"]) == {2: "B", 3: "B"}


@given(st.permutations([a_row(n, f"{n:02}") for n in range(1, 9)]))
def test_the_order_of_lines_changes_nothing(rows: list[RosterRow]) -> None:
    expected = {n: "AB"[(n - 1) % 2] for n in range(1, 9)}

    assert assigned_forms(rows, ["A", "B"]) == expected
