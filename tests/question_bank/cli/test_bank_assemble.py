"""From a bank of approved items to forms, a report and a sealed package."""

import json
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from question_bank.bank.bank import create_bank, open_bank
from question_bank.cli.main import main
from question_bank.formats.item_record import item_id_of_record
from question_bank.formats.site_card import site_card_bytes
from question_bank.items.estimate import TaskEstimate
from tests.builders.assembly_pools import a_pool, record_of
from tests.builders.packages import the_parties

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "question_bank" / "samples"
AT = datetime(2026, 11, 22, tzinfo=UTC)

BLUEPRINT = """
format_version = 1
title = "小卷"
level = "初级"
duration_minutes = 60
points = 26
[[sections]]
id = "s"
title = "一、单选"
instructions = "只有**一个**选项正确。"
kinds = ["single_choice"]
count = 10
points_each = 1
[[sections]]
id = "c"
title = "二、案例"
kinds = ["case"]
count = 1
points_each = 10
[[sections]]
id = "a"
title = "三、简答"
kinds = ["short_answer"]
count = 1
points_each = 6
[forms]
count = 2
[between_forms]
mean_difficulty = 0.02
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a bank, a blueprint, and an assembly called `spring`."""
    desk = tmp_path_factory.mktemp("desk")
    (desk / "b.toml").write_text(BLUEPRINT, "utf-8")
    standard = (SAMPLES / "standard.toml").read_bytes()
    with (
        create_bank(desk / "x.bank", "题库", standard, "王老师", AT) as bank,
        bank.transaction(),
    ):
        for item in a_pool(120).items.values():
            record = record_of(item)
            bank.items.add(record, "王老师", AT)
            bank.review.review(item_id_of_record(record), "李老师", AT)
            bank.review.approve(item_id_of_record(record), "赵老师", AT)
            for task in item.tasks:
                estimate = TaskEstimate(
                    task_id=task.task_id,
                    difficulty_permille=task.figures.difficulty_permille,
                    discrimination_permille=task.figures.discrimination_permille,
                )
                bank.estimates.add(estimate, "王老师", AT)
    assert assemble(desk, "spring", "--report", str(desk / "r.html")) == 0
    return desk


def assemble(desk: Path, name: str, *more: str) -> int:
    return main(
        [
            *("--language", "zh", "assemble", str(desk / "x.bank"), "--name", name),
            *("--blueprint", str(desk / "b.toml"), "--by", "王老师"),
            *("--effort", "3", *more),
        ]
    )


def test_forms_are_stored_and_told_for_programs(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert assemble(desk, "autumn", "--json", "--out", str(desk / "forms")) == 0

    facts = json.loads(capsys.readouterr().out)
    assert [form["points"] for form in facts["forms"]] == ["26", "26"]
    assert facts["between_forms"]["most_shared_items"] == 0
    assert facts["between_forms"]["mean_difficulty"] <= 0.02
    with open_bank(desk / "x.bank", is_reader=True) as bank:
        stored = bank.assemblies.load("autumn")
    assert (desk / "forms" / "A.form.json").read_bytes() == stored.forms[0].form


def item_ids(desk: Path, name: str) -> set[str]:
    with open_bank(desk / "x.bank", is_reader=True) as bank:
        stored = bank.assemblies.load(name)
    return {item_id for form in stored.forms for item_id, _ in form.items}


def test_items_of_an_earlier_assembly_can_be_left_out(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was never packaged wears nothing: only its name keeps its items out."""
    assert assemble(desk, "fresh", "--forms", "1", "--without", "spring") == 0
    assert not item_ids(desk, "fresh") & item_ids(desk, "spring")

    capsys.readouterr()
    assert assemble(desk, "fresher", "--forms", "3", "--without", "spring") == 1
    assert (
        "二、案例：1 道”×3 份：需要 3 道，题库中符合条件的只有 2 道，差 1 道（另有禁用的 2 道）"
        in capsys.readouterr().err
    )
    assert assemble(desk, "none", "--without", "no-such") == 1


def test_a_name_is_used_once(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert assemble(desk, "spring") == 1

    assert "ASSEMBLY_EXISTS" in capsys.readouterr().err


def test_what_is_short_is_told_in_chinese(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert assemble(desk, "many", "--forms", "6") == 1

    told = capsys.readouterr().err
    assert "BLUEPRINT: 规则“二、案例：1 道”×6 份：需要 6 道" in told
    assert "差 2 道" in told
    assert "放宽" in told


@pytest.mark.slow  # draws three plots
def test_the_report_is_whole_in_itself_and_always_the_same(desk: Path) -> None:
    out = desk / "again.html"
    assert main(["report", str(desk / "x.bank"), "spring", "--out", str(out)]) == 0

    page = out.read_text("utf-8")
    assert page.encode() == (desk / "r.html").read_bytes()
    assert "项规则全部符合" in page
    assert page.count("<svg") == page.count('<svg role="img" aria-label="') == 3
    assert page.count("<details open>") == page.count("<details")  # print shows them
    for loading in ("<script", "<link", "src=", "@import", 'href="http'):
        assert loading not in page


def build(desk: Path, name: str, *more: str) -> int:
    return main(
        [
            *("package", "build", "--bank", str(desk / "x.bank")),
            *("--assembly", "spring", "--plan", str(desk / "package.toml")),
            *("--by", "钱老师", "--keys", str(desk / "keys")),
            *("--site", str(desk / "site.json"), "--out", str(desk / f"{name}.exam")),
            *("--opening-code-out", str(desk / f"{name}.code")),
            *("--passphrase-file", str(desk / "passphrase"), *more),
        ]
    )


@pytest.mark.slow  # keys under a passphrase take their time on purpose
def test_a_package_of_an_assembly_is_sealed_and_its_use_recorded_once(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = (SAMPLES / "spine" / "package.toml").read_text("utf-8")
    (desk / "package.toml").write_text(plan, "utf-8")
    (desk / "passphrase").write_text("correct horse\n")
    (desk / "site.json").write_bytes(site_card_bytes(the_parties().site_card))
    passphrase = ("--passphrase-file", str(desk / "passphrase"))
    assert main(["keys", "new", str(desk / "keys"), "--name", "某", *passphrase]) == 0

    assert build(desk, "no-day") == 2  # open for thirty years: on which day?
    assert "--used-on" in capsys.readouterr().err
    assert not (desk / "no-day.exam").exists()
    assert build(desk, "p", "--used-on", "2026-12-01") == 0
    more = ("--same-as", str(desk / "p.exam"), "--used-on", "2026-12-01")
    assert build(desk, "q", *more) == 0

    assert (desk / "p.exam").read_bytes() == (desk / "q.exam").read_bytes()
    with open_bank(desk / "x.bank", is_reader=True) as bank:
        counts = bank.exposure.counts()
        uses = bank.exposure.uses()
    assert len(counts) == 24
    assert set(counts.values()) == {1}
    assert {use.assembly for use in uses} == {"spring"}
    publisher = str(desk / "keys" / "publisher.json")
    words = ["package", "verify", str(desk / "p.exam"), "--publisher", publisher]
    assert main(words) == 0


def test_a_package_comes_from_one_place(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(desk, "z", str(desk)) == 2

    assert "either a folder or --bank" in capsys.readouterr().err


def test_why_there_are_no_forms_is_told_to_programs_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blueprint = tmp_path / "blueprint.toml"
    source = (files("question_bank.samples") / "blueprints" / "junior.toml").read_text(
        "utf-8"
    )
    blueprint.write_text(source.replace("count = 30", "count = 95"), "utf-8")
    words = ["--blueprint", str(blueprint), "--name", "x", "--by", "q", "--json"]

    assert main(["assemble", str(tmp_path / "no.bank"), *words]) == 1

    told = json.loads(capsys.readouterr().out)
    assert told["code"] == "BLUEPRINT_SOURCE"
    assert told["forms"] == []
    assert "165" in told["reasons"][0]["zh"]
