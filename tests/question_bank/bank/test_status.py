from itertools import product

import pytest
from hypothesis import given, strategies as st

from question_bank.bank.person import is_same_person
from question_bank.bank.status import (
    TRANSITIONS,
    Act,
    Refusal,
    Status,
    VersionState,
    next_status,
    status_before,
)

people = st.sampled_from(["王老师", "王 老师", "李老师", "赵老师", "ＬＩ", "li"])


@pytest.mark.parametrize(("status", "act"), list(product(Status, Act)))
def test_only_what_the_table_says_can_happen(status: Status, act: Act) -> None:
    state = VersionState(status=status, author="甲", reviewer="乙")

    found = next_status(state, act, "丙")

    assert found is TRANSITIONS.get((status, act), Refusal.STATUS)


@pytest.mark.parametrize("act", list(Act))
def test_every_act_has_one_status_before_it(act: Act) -> None:
    assert (status_before(act), act) in TRANSITIONS


@given(acts=st.lists(st.tuples(st.sampled_from(list(Act)), people), max_size=12))
def test_whatever_people_try_two_of_them_stand_behind_what_is_approved(
    acts: list[tuple[Act, str]],
) -> None:
    author = "王老师"
    state = VersionState(status=Status.DRAFT, author=author)
    approver = ""
    for act, by in acts:
        after = next_status(state, act, by)
        if isinstance(after, Refusal):
            continue
        reviewer = state.reviewer
        if act is Act.REVIEW:
            reviewer = by
        elif act is Act.SEND_BACK:
            reviewer = None
        elif act is Act.APPROVE:
            approver = by
        state = VersionState(status=after, author=author, reviewer=reviewer)

    if state.status in {Status.APPROVED, Status.RETIRED}:
        assert state.reviewer is not None
        assert not is_same_person(state.reviewer, author)
        assert not is_same_person(state.reviewer, approver)
