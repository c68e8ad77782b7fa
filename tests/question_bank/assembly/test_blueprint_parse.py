from fractions import Fraction
from pathlib import Path

import pytest

from question_bank.assembly.blueprint import Measure
from question_bank.assembly.blueprint_parse import parse_blueprint
from question_bank.assembly.errors import BlueprintSourceError

SHIPPED = Path(__file__).parents[3] / "question_bank" / "samples" / "blueprints"

GOOD = """
format_version = 1
title = "小卷"
level = "初级"
duration_minutes = 60
points = 12
[[sections]]
id = "s"
title = "单选"
kinds = ["single_choice"]
count = 4
points_each = "3/2"
[[sections]]
id = "c"
title = "案例"
kinds = ["case"]
count = 1
points = 6
[[weights]]
domain = "1"
percent = [25, 50]
[difficulty]
mean = [0.64, 0.7]
[[difficulty.bands]]
name = "难"
below = 0.55
percent = [10, 50]
[between_forms]
mean_difficulty = 0.02
"""


def told(text: str) -> str:
    with pytest.raises(BlueprintSourceError) as refusal:
        parse_blueprint(text.encode(), name="b.toml")
    for wording in refusal.value.wordings:
        assert wording.zh
        assert wording.en
    return "\n".join(wording.en for wording in refusal.value.wordings)


def test_decimals_are_exact_and_percents_become_points_and_items() -> None:
    blueprint = parse_blueprint(GOOD.encode(), name="b.toml")

    assert blueprint.sections[0].points_each == Fraction(3, 2)
    assert blueprint.difficulty.low == 640
    assert blueprint.quotas[0].measure is Measure.POINTS
    assert blueprint.quotas[0].range.low == 3
    assert blueprint.bands[0].items.low == 1
    assert blueprint.bands[0].items.high == 2
    assert blueprint.tolerances.difficulty_permille == 20


@pytest.mark.parametrize("name", ["junior", "intermediate", "senior"])
def test_the_shipped_blueprints_are_of_120_minutes_100_points_62_items(
    name: str,
) -> None:
    path = SHIPPED / f"{name}.toml"

    blueprint = parse_blueprint(path.read_bytes(), name=path.name)

    assert blueprint.duration_minutes == 120
    assert blueprint.points == 100
    assert blueprint.item_count == 62
    assert blueprint.forms == 2


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("count = 4", 'count = "4"', "b.toml.sections[0].count: Expected `int`"),
        ("points = 12", "points = 13", "b.toml.points: the sections are worth 12"),
        ('"3/2"', '"1e9"', "b.toml.sections[0].points_each: expected a number"),
        ("points = 6", "colour = 6", "b.toml.sections[1]: Object contains unknown"),
        ("[0.64, 0.7]", "[0.7, 0.64]", "b.toml.difficulty.mean: the first is larger"),
        ("percent = [25, 50]", "", "b.toml.weights[0]: give exactly one"),
        ('domain = "1"', 'section = "x"', "b.toml.weights[0].section: there is no"),
        ('id = "c"', 'id = "s"', "b.toml.sections: two sections"),
        ('"case"', '"essay"', "b.toml.sections[1].kinds[0]: Invalid enum value"),
        ("below = 0.55", "below = 0", "`from` has to be less"),
        ("title = ", "title = = ", "not TOML"),
        ("mean_difficulty = 0.02", "mean_difficulty = -1", "cannot be negative"),
        ("mean_difficulty = 0.02", "mean_difficulty = inf", "expected a number"),
        ("[0.64, 0.7]", "[64, 70]", "b.toml.difficulty.mean: a difficulty is a score"),
        (
            "below = 0.55",
            "below = 55",
            "b.toml.difficulty.bands[0].below: a difficulty",
        ),
        ("percent = [25, 50]", "percent = [25, 500]", "expected 0 to 100"),
    ],
)
def test_a_bad_field_is_named(old: str, new: str, expected: str) -> None:
    assert expected in told(GOOD.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("count = 4", 'count = "4"', "sections[0].count：应为整数，写的是带引号的文字"),
        ("count = 4", "count = 0", "sections[0].count：应不小于 1"),
        ("points = 6", "colour = 6", "sections[1]：没有 `colour` 这个字段"),
        ('id = "c"', "", "sections[1]：缺少必填的字段 `id`"),
        (
            '"case"',
            '"essay"',
            "kinds[0]：不能写 'essay'，题型写 single_choice（单选题）",
        ),
        ("percent = [25, 50]", "percent = [25]", "weights[0].percent：项数应不小于 2"),
        ('domain = "1"', 'domain = "01"', "weights[0].domain：写法不对"),
        ("title = ", "title = = ", "b.toml：第 3 行第 9 列附近不合 TOML 的写法"),
    ],
)
def test_a_bad_field_is_explained_in_chinese(old: str, new: str, expected: str) -> None:
    with pytest.raises(BlueprintSourceError) as refusal:
        parse_blueprint(GOOD.replace(old, new, 1).encode(), name="b.toml")

    assert expected in refusal.value.wordings[0].zh


def test_all_contradictions_are_told_at_once() -> None:
    text = GOOD.replace("points = 12", "points = 13").replace("[0.64, 0.7]", "[1, 0]")

    assert told(text).count("b.toml.") == 2


def test_the_number_of_forms_can_be_asked_for() -> None:
    assert parse_blueprint(GOOD.encode(), name="b", forms=4).forms == 4
    with pytest.raises(BlueprintSourceError, match="1 to 26"):
        parse_blueprint(GOOD.encode(), name="b", forms=27)
