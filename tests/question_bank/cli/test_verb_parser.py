"""Words may stand in any order; what was typed wrong is told in words and ends with 2."""

from pathlib import Path

import pytest

from question_bank.cli.main import main

LIST = """\
level: 初级
items:
  - {kind: true_false, id: q1, points: 1, stem: 保密有例外。, answer: 对}
  - {kind: true_false, id: q2, points: 1, stem: 倾听就是不说话。, answer: 错}
"""


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.delenv("EXAM_BANK_USER", raising=False)
    monkeypatch.setenv("EXAM_BANK_LANGUAGE", "zh")
    (tmp_path / "list.yaml").write_text(LIST, "utf-8")
    bank = str(tmp_path / "x.bank")
    assert main(["new", bank]) == 0
    assert main(["import", "--by", "王老师", bank, str(tmp_path / "list.yaml")]) == 0
    return bank


@pytest.mark.parametrize(
    "words",
    [
        "review BANK q1 q2 --by 张老师",
        "review BANK --by 张老师 q1 q2",
        "review --by 张老师 BANK q1 q2",
        "review BANK q1 --by 张老师 q2",
    ],
)
def test_ids_may_stand_before_and_behind_options(
    bank: str, capsys: pytest.CaptureFixture[str], words: str
) -> None:
    capsys.readouterr()

    assert main([bank if word == "BANK" else word for word in words.split()]) == 0

    told = capsys.readouterr().out
    assert "q1 v1: 草稿 → 已审" in told
    assert "q2 v1: 草稿 → 已审" in told


@pytest.mark.parametrize(
    "words",
    [
        "review BANK --by 张老师",
        "enemies BANK --add q1 q2",
        "template x.xls",
        "package build --bank BANK --keys k --site s --out o --opening-code-out c",
    ],
)
def test_what_says_too_little_is_wrong_usage(
    bank: str, capsys: pytest.CaptureFixture[str], words: str
) -> None:
    capsys.readouterr()

    assert main([bank if word == "BANK" else word for word in words.split()]) == 2
    assert capsys.readouterr().err.startswith("USAGE: ")


@pytest.mark.parametrize(
    ("option", "value", "wanted"),
    [
        ("--kind", "填空", "单选题 多选题"),
        ("--status", "好", "草稿 已审"),
        ("--difficulty", "3", "0.4-0.6"),
        ("--used-since", "昨天", "2026-09-01"),
    ],
)
def test_a_filter_that_is_none_says_how_it_is_written(
    bank: str,
    capsys: pytest.CaptureFixture[str],
    option: str,
    value: str,
    wanted: str,
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["list", bank, option, value])

    assert wanted in capsys.readouterr().err


def test_the_history_is_told_in_chinese(
    bank: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["review", bank, "q1", "--by", "张老师"])
    capsys.readouterr()

    assert main(["history", bank, "--most", "1", "q1"]) == 0
    assert capsys.readouterr().out.rstrip().endswith("审题  q1 v1  状态: 草稿 → 已审")
