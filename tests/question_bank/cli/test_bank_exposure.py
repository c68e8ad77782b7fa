"""Uses of items: told by hand where no package told of them, and looked up."""

import json
from pathlib import Path

import pytest

from question_bank.cli.main import main

LIST = """\
level: 初级
items:
  - {kind: true_false, id: q1, points: 1, stem: 保密有例外。, answer: 对}
  - {kind: true_false, id: q2, points: 1, stem: 倾听就是不说话。, answer: 错}
"""
ON_MAY_1 = ("--record", "--on", "2026-05-01", "--by", "王老师")


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.delenv("EXAM_BANK_USER", raising=False)
    monkeypatch.setenv("EXAM_BANK_LANGUAGE", "zh")
    (tmp_path / "list.yaml").write_text(LIST, "utf-8")
    bank = str(tmp_path / "x.bank")
    assert main(["new", bank, "--by", "王老师"]) == 0
    assert main(["import", bank, str(tmp_path / "list.yaml"), "--by", "王老师"]) == 0
    return bank


def listed(
    bank: str, capsys: pytest.CaptureFixture[str], *words: str
) -> list[tuple[str, str]]:
    capsys.readouterr()
    assert main(["exposure", bank, *words, "--json"]) == 0
    return [
        (use["item_id"], use["site"]) for use in json.loads(capsys.readouterr().out)
    ]


def test_a_use_is_recorded_once_for_each_site_and_found_by_plan_and_site(
    bank: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["q1", "q2", *ON_MAY_1, "--form", "A", "--plan", "2026-1"]
    sites = ["--site", "一中", "--site", "二中", "--responses", "40"]

    assert main(["exposure", bank, *words, *sites]) == 0
    assert "新登记 4 条，原已登记 0 条" in capsys.readouterr().out
    assert main(["exposure", bank, *words, *sites]) == 0
    assert "新登记 0 条，原已登记 4 条" in capsys.readouterr().out

    both = [("q1", "一中"), ("q1", "二中"), ("q2", "一中"), ("q2", "二中")]
    assert sorted(listed(bank, capsys)) == both
    assert listed(bank, capsys, "q2", "--site", "一中") == [("q2", "一中")]
    assert len(listed(bank, capsys, "--plan", "2026-1", "--since", "2026-05-01")) == 4
    assert listed(bank, capsys, "--plan", "2026-2") == []
    assert listed(bank, capsys, "--since", "2026-05-02") == []
    assert main(["list", bank, "--used-since", "2026-05-01"]) == 0
    assert "2 / 2 题" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "outcome", "told"),
    [
        (["q1", "--record", "--by", "王老师", "--form", "A"], 2, "--on"),
        (["q1", "--record", "--on", "2026-05-01", "--form", "A"], 2, "--by"),
        (["q1", *ON_MAY_1], 2, "--form"),
        ([*ON_MAY_1], 2, "--assembly"),
        (["q1", "no", *ON_MAY_1, "--form", "A"], 1, "题库中没有试题 no"),
        (["--assembly", "无", *ON_MAY_1], 1, "题库中没有组卷“无”"),
        (["q1", *ON_MAY_1, "--form", "A" * 300], 1, "最多 200 个"),
        (["no"], 1, "题库中没有试题 no"),
    ],
)
def test_a_use_that_says_too_little_is_not_recorded(
    bank: str,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    outcome: int,
    told: str,
) -> None:
    capsys.readouterr()

    assert main(["exposure", bank, *words]) == outcome

    assert told in capsys.readouterr().err
    assert listed(bank, capsys) == []


@pytest.mark.parametrize("option", ["--text", "--tag", "--level"])
def test_an_empty_filter_chooses_nothing_instead_of_everything(
    bank: str, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["review", bank, "--by", "李老师", option, " "])

    assert "内容为空" in capsys.readouterr().err
