"""What counting alone can tell; and that it never denies what some choice reaches."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings, strategies as st

from question_bank.assembly.blueprint import (
    Blueprint,
    InformationTarget,
    Measure,
    Range,
    Selection,
)
from question_bank.assembly.candidates import candidates
from question_bank.assembly.pool import ItemKind, PoolItem
from question_bank.assembly.shortfalls import shortfalls
from question_bank.items.estimate import ONE
from question_bank.statistics.form_figures import (
    expected_s,
    form_information,
    mean_difficulty,
)
from tests.builders.assembly_pools import (
    a_pool,
    a_section,
    between,
    quota,
    small_blueprint,
)

POOL = a_pool(120, enemies=10)


def told(blueprint: Blueprint) -> str:
    return "\n".join(found.wording.zh for found in shortfalls(blueprint, POOL))


def points_of_domains(low: int, high: int) -> Blueprint:
    return small_blueprint(
        quotas=tuple(
            quota(Selection(domain=domain), Measure.POINTS, low, high)
            for domain in "123"
        )
    )


@pytest.mark.parametrize(
    ("blueprint", "sentence"),
    [
        (
            small_blueprint(difficulty=between(970, 990)),
            "规则“平均难度：0.97–0.99”：按各大题的题数，现有试题组成的试卷平均至多 0.",
        ),
        (
            small_blueprint(difficulty=between(100, 200)),
            "规则“平均难度：0.10–0.20”：按各大题的题数，现有试题组成的试卷平均至少 0.",
        ),
        (
            small_blueprint(time_s=between(12000, 15000)),
            "规则“预计用时：200–250 分钟”：按各大题的题数，现有试题组成的试卷平均至多 ",
        ),
        (
            small_blueprint(
                information=(InformationTarget(ability_milli=0, least_milli=99_000),)
            ),
            "规则“能力 θ=0 处的测验信息量：≥ 99”：按各大题的题数，现有试题组成的试卷平均至多 ",
        ),
        (
            small_blueprint(
                sections=(
                    a_section("s", ItemKind.SINGLE_CHOICE, 10, 1, 200),
                    *small_blueprint().sections[1:],
                )
            ),
            "每个答案至多 2 道，题库中的试题至多取 8 道，而本大题要 10 道，差 2 道",
        ),
        (
            points_of_domains(9, 16),
            "3 条分值规则（1、2、3）的下限合计 27 分，而这些分值合计应为 26 分，多 1 分",
        ),
        (
            points_of_domains(2, 8),
            "3 条分值规则（1、2、3）的上限合计 24 分，而这些分值合计应为 26 分，差 2 分",
        ),
    ],
)
def test_what_no_choice_can_reach_is_told_with_its_number(
    blueprint: Blueprint, sentence: str
) -> None:
    assert sentence in told(blueprint)


def test_domains_that_leave_one_out_need_not_add_up_to_all() -> None:
    two = tuple(quota(Selection(domain=d), Measure.POINTS, 2, 8) for d in "12")

    assert not told(small_blueprint(quotas=two))


def test_enemies_that_have_to_meet_are_told_at_once() -> None:
    left, right = POOL.enemies[0]
    anchors = small_blueprint(anchors=(left, right))
    required = small_blueprint(required=(left, right), forms=1)

    sentence = f"{left} 与 {right} 互斥，而细目表要求二者同在一卷"
    assert sentence in told(anchors)
    assert sentence in told(required)
    assert sentence not in told(replace(required, forms=2))


def test_forms_without_enough_items_are_not_measured() -> None:
    many = told(small_blueprint(forms=9, difficulty=between(970, 990)))

    assert "差" in many
    assert "平均难度" not in many


@given(seed=st.integers(0, 10_000), forms=st.integers(1, 3))
@settings(max_examples=40, deadline=None)
def test_what_a_choice_reaches_is_never_called_out_of_reach(
    seed: int, forms: int
) -> None:
    """Any forms of the right counts, and a blueprint that wants just what they have."""
    plain = small_blueprint(forms=forms, quotas=(), bands=())
    random, chosen = Random(seed), [list[PoolItem]() for _ in range(forms)]
    for section in candidates(plain, POOL):
        count = section.section.count
        drawn = random.sample(list(section.items.values()), count * forms)
        for index, form in enumerate(chosen):
            form.extend(drawn[index * count : (index + 1) * count])
    tasks = [[task.figures for item in form for task in item.tasks] for form in chosen]
    means = [mean_difficulty(found) * ONE for found in tasks]
    times = [Fraction(expected_s(found)) for found in tasks]
    least = min(form_information(found, 500) for found in tasks)

    wanted = replace(
        plain,
        difficulty=Range(low=min(means), high=max(means)),
        time_s=Range(low=min(times), high=max(times)),
        information=(
            InformationTarget(ability_milli=500, least_milli=int(least * ONE)),
        ),
        sections=tuple(
            replace(section, most_same_key_permille=None) for section in plain.sections
        ),
    )

    assert not shortfalls(wanted, POOL)
