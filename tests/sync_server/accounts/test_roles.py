from itertools import product

import pytest

from sync_server.accounts.errors import RightMissingError
from sync_server.accounts.roles import RIGHTS, Right, Role, guard


def test_every_pair_of_role_and_right_is_decided_by_the_table() -> None:
    for role, right in product(Role, Right):
        if right in RIGHTS[role]:
            guard(role, right)
        else:
            with pytest.raises(RightMissingError):
                guard(role, right)


def test_an_auditor_changes_nothing_and_a_marker_meets_no_room() -> None:
    assert RIGHTS[Role.AUDITOR].isdisjoint(
        {Right.COMMAND_ROOMS, Right.MANAGE_SEATS, Right.MANAGE_ROSTER, Right.SCORE}
    )
    assert Right.SEE_ROOMS not in RIGHTS[Role.MARKER]
