import json
from pathlib import Path

import pytest

import question_bank.samples
from question_bank.cli.main import main

LIST = """\
level: 初级
items:
  - kind: single_choice
    id: x-1
    points: 1
    tags: [初级/2.1]
    difficulty: 0.6
    stem: 退休教师王阿姨近三个月入睡困难，常因小事落泪，首先应当做的是
    options: {a: 耐心倾听, b: 共同商定, c: 及时转介, d: 逐步澄清}
    answer: a
    explanation: 先听。
  - kind: single_choice
    id: x-2
    points: 1
    tags: [初级/2.1]
    stem: 退休教师李阿姨近三个月入睡困难，常因小事落泪，首先应当做的是
    options: {a: 耐心倾听, b: 共同商定, c: 及时转介, d: 逐步澄清}
    answer: b
"""
BLUEPRINT = Path(question_bank.samples.__file__).parent / "blueprints" / "junior.toml"


@pytest.fixture
def bank(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    path = str(tmp_path / "x.bank")
    (tmp_path / "list.yaml").write_text(LIST, "utf-8")
    assert main(["new", path, "--by", "王老师"]) == 0
    assert main(["import", path, str(tmp_path / "list.yaml"), "--by", "王老师"]) == 0
    capsys.readouterr()
    return path


@pytest.mark.slow  # the first to load what decodes and measures sounds
def test_findings_and_a_table_are_printed(
    bank: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["--language", "zh", "check", bank])

    shown = capsys.readouterr()
    assert status == 0
    assert "相似度" in shown.err
    assert "x-1" in shown.err
    assert "NEAR_DUPLICATE" in shown.out
    assert "已检查 2 题：0 错误，3 警告" in shown.out


def test_json_has_every_finding_with_its_measure(
    bank: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", bank, "--json", "--only", "NEAR_DUPLICATE"])

    told = json.loads(capsys.readouterr().out)
    assert told["items"] == 2
    assert [finding["code"] for finding in told["findings"]] == ["NEAR_DUPLICATE"]
    assert 0.75 <= told["findings"][0]["measure"] < 1


def test_a_chosen_item_is_compared_with_the_whole_bank(
    bank: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", bank, "x-1", "--json"])

    told = json.loads(capsys.readouterr().out)
    assert told["items"] == 1
    assert {finding["item_id"] for finding in told["findings"]} == {"x-1"}
    assert "NEAR_DUPLICATE" in {finding["code"] for finding in told["findings"]}


def test_what_a_blueprint_lacks_is_an_error(
    bank: str, capsys: pytest.CaptureFixture[str]
) -> None:
    only = ["--only", "BLUEPRINT_SHORT"]

    status = main(["check", bank, "--blueprint", str(BLUEPRINT), *only, "--json"])

    told = json.loads(capsys.readouterr().out)
    assert status == 1
    assert {finding["code"] for finding in told["findings"]} == {"BLUEPRINT_SHORT"}


def test_an_id_that_is_not_in_the_bank_is_refused(
    bank: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", bank, "nobody"]) == 1
    assert "nobody" in capsys.readouterr().err


def test_an_unknown_code_is_wrong_usage(bank: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["check", bank, "--only", "NONSENSE"])

    assert ended.value.code == 2
