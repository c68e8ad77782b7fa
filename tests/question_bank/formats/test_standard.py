from importlib.resources import files

import pytest

from question_bank.errors import FormatError
from question_bank.formats.standard import (
    domain_names,
    has_tag,
    parse_standard,
    task_names,
)

SHIPPED = (files("question_bank.samples") / "standard.toml").read_bytes()

SMALL = """\
name = "标准"
edition = "1"
[[levels]]
name = "初级"
domains = [{ number = 1, name = "科普宣教", tasks = ["资料收集", "宣教设计"] }]
"""


def test_the_shipped_standard_has_the_tasks_of_the_published_edition() -> None:
    standard = parse_standard(SHIPPED)

    counts = {
        level.name: len(task_names(standard, level.name)) for level in standard.levels
    }
    assert counts == {"初级": 9, "中级": 16, "高级": 20}
    assert domain_names(standard, "高级")["5"] == "培训与督导"
    assert task_names(standard, "中级")["3.2"] == "压力与应激管理"


@pytest.mark.parametrize(
    ("tag", "is_there"),
    [
        ("初级/1.2", True),
        ("初级/1.2.9", True),
        ("初级/1.3", False),
        ("中级/1.1", False),
    ],
)
def test_a_tag_stands_in_the_standard_if_its_task_does(
    tag: str, is_there: bool
) -> None:
    assert has_tag(parse_standard(SMALL.encode()), tag) is is_there


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("name = ", "Invalid value"),
        ("name = 'x'", "edition"),
        (SMALL + SMALL[SMALL.index("[[") :], "two levels"),
        (SMALL.replace("number = 1", "number = 0"), "number"),
        (SMALL.replace("初级", "初 级"), "name"),
        ("\ufffe", "name|line"),
    ],
)
def test_what_is_no_standard_is_refused_with_the_place(text: str, found: str) -> None:
    with pytest.raises(FormatError, match=found):
        parse_standard(text.encode())


def test_two_domains_of_one_number_are_refused() -> None:
    domain = '{ number = 1, name = "科普宣教", tasks = ["资料收集", "宣教设计"] }'

    with pytest.raises(FormatError, match="two domains of 初级"):
        parse_standard(SMALL.replace(domain, f"{domain}, {domain}").encode())


def test_bytes_that_are_not_text_are_refused() -> None:
    with pytest.raises(FormatError):
        parse_standard(b"\xff\xfe\x00")
