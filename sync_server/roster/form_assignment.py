"""Which form a seat gets when the roster leaves it open. Pure."""

from collections.abc import Sequence

from sync_server.roster.roster_row import RosterRow


def assigned_forms(
    rows: Sequence[RosterRow], form_codes: Sequence[str]
) -> dict[int, str]:
    """Return row number → form code.

    A form that the roster names stands. The others alternate along the seats of each
    room, so that neighbours differ; the same roster always gives the same forms.

    Args:
        rows: Of one session.
        form_codes: The package's forms; at least one.
    """
    forms = sorted(form_codes)
    by_room: dict[str, list[RosterRow]] = {}
    for row in rows:
        by_room.setdefault(row.room_code, []).append(row)
    found = {}
    for room in by_room.values():
        ordered = sorted(room, key=lambda row: (len(row.seat_code), row.seat_code))
        for index, row in enumerate(ordered):
            found[row.row] = row.form_code or forms[index % len(forms)]
    return found
