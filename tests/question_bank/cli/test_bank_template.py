from pathlib import Path

import openpyxl
import pytest

from question_bank.cli.main import main


def test_the_template_is_written_for_one_level(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "t.xlsx"

    assert main(["template", str(path), "--level", "高级"]) == 0

    assert str(path) in capsys.readouterr().out
    assert openpyxl.load_workbook(path)["试题"]["B2"].value == "高级"


def test_a_file_that_is_there_stays_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(b"mine")

    assert main(["template", str(path)]) == 1

    assert path.read_bytes() == b"mine"
    assert capsys.readouterr().err.startswith("FILE: ")


def test_a_level_that_the_standard_lacks_names_those_it_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["template", str(tmp_path / "t.xlsx"), "--level", "特级"])

    assert ended.value.code == 2
    assert "初级、中级、高级" in capsys.readouterr().err


def test_a_standard_of_ones_own_gives_its_tasks(tmp_path: Path) -> None:
    standard = tmp_path / "own.toml"
    standard.write_text(
        'name = "n"\nedition = "1"\n[[levels]]\nname = "一级"\n'
        '[[levels.domains]]\nnumber = 1\nname = "d"\ntasks = ["甲任务"]\n',
        "utf-8",
    )
    path = tmp_path / "t.xlsx"

    assert main(["template", str(path), "--standard", str(standard)]) == 0

    assert openpyxl.load_workbook(path)["_列表"]["B1"].value == "1.1 甲任务"
