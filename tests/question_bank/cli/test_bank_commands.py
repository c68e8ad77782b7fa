"""The commands on an item bank, as a person types them."""

import json
import os
import sqlite3
from pathlib import Path

import pytest

from question_bank.cli.main import main

LIST = """\
level: 初级
items:
  - kind: single_choice
    id: q1
    points: 1
    tags: [初级/2.1]
    difficulty: 0.7
    discrimination: 0.35
    stem: 来访者说睡不好，首先应当
    options: {a: 了解情况, b: 建议服药, c: 立即转介, d: 安慰几句}
    answer: a
    explanation: 先评估，后处理。
  - kind: true_false
    id: q2
    points: 1
    tags: [初级/3.3]
    difficulty: 0.8
    stem: 保密有例外。
    answer: 对
  - kind: short_answer
    id: q3
    points: 6
    stem: 简述倾听的要点。
    most_characters: 300
    rubric:
      model_answer: 专注、不打断、回应。
      scoring_points:
        - {id: p1, points: 6, text: 专注}
enemies:
  - [q1, q2]
"""


@pytest.fixture(autouse=True)
def _nobody_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EXAM_BANK_USER", raising=False)
    monkeypatch.setenv("EXAM_BANK_LANGUAGE", "zh")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a bank that holds the three items of LIST."""
    (tmp_path / "list.yaml").write_text(LIST, "utf-8")
    assert run(tmp_path, "new", "--name", "试用题库", "--by", "王老师") == 0
    assert run(tmp_path, "import", str(tmp_path / "list.yaml"), "--by", "王老师") == 0
    return tmp_path


def run(desk: Path, verb: str, *words: str) -> int:
    return main([verb, str(desk / "x.bank"), *words])


def as_json(
    capsys: pytest.CaptureFixture[str], desk: Path, verb: str, *words: str
) -> object:
    capsys.readouterr()
    run(desk, verb, *words, "--json")
    found: object = json.loads(capsys.readouterr().out)
    return found


def listed(
    capsys: pytest.CaptureFixture[str], desk: Path, *words: str
) -> list[tuple[str, str]]:
    found = as_json(capsys, desk, "list", *words)
    assert isinstance(found, list)
    return [(item["item_id"], item["status"]) for item in found]


def test_items_go_the_whole_way(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(desk, "review", "--all", "--by", "李老师") == 0
    assert run(desk, "approve", "q1", "q2", "--by", "赵老师") == 0
    assert run(desk, "send-back", "q3", "--by", "赵老师", "--reason", "缺解析") == 0
    assert run(desk, "retire", "q2", "--by", "赵老师") == 0

    assert listed(capsys, desk) == [
        ("q1", "approved"),
        ("q2", "retired"),
        ("q3", "draft"),
    ]
    assert run(desk, "history", "--verify") == 0
    assert "历史完整" in capsys.readouterr().out


def test_nobody_reviews_what_he_wrote_and_ids_are_all_or_nothing(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(desk, "review", "q1", "--by", "王 老师") == 1
    assert "SAME_PERSON" in capsys.readouterr().err
    assert run(desk, "review", "q1", "q9", "--by", "李老师") == 1
    assert "NOT_IN_BANK" in capsys.readouterr().err

    assert {status for _, status in listed(capsys, desk)} == {"draft"}


def test_a_filter_leaves_out_what_this_person_may_not_do(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = LIST.replace("保密有例外", "保密原则有例外")
    (desk / "list.yaml").write_text(changed, "utf-8")
    run(desk, "import", str(desk / "list.yaml"), "--by", "李老师")

    found = as_json(capsys, desk, "review", "--all", "--by", "李老师")

    assert isinstance(found, dict)
    assert [change["item_id"] for change in found["changed"]] == ["q1", "q3"]
    assert [(e["item_id"], e["code"]) for e in found["refused"]] == [
        ("q2", "SAME_PERSON")
    ]


def test_without_ids_filter_or_all_nothing_is_changed(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(desk, "review", "--by", "李老师") == 2
    assert "--all" in capsys.readouterr().err


def test_who_does_it_has_to_be_said_once(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        run(desk, "review", "q1")
    monkeypatch.setenv("EXAM_BANK_USER", "李老师")
    assert run(desk, "review", "q1") == 0

    capsys.readouterr()
    run(desk, "history", "q1", "--most", "1")
    assert "李老师  审题  q1 v1  状态: 草稿 → 已审" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["--tag", "初级/2"], ["q1"]),
        (["--tag", "初级/2", "--tag", "初级/3.3"], ["q1", "q2"]),
        (["--kind", "判断题"], ["q2"]),
        (["--kind", "short_answer"], ["q3"]),
        (["--status", "已批准"], []),
        (["--text", "睡不好"], ["q1"]),
        (["--difficulty", "0.75-1"], ["q2"]),
        (["--untagged"], ["q3"]),
        (["--unexplained"], ["q2", "q3"]),
        (["--used-since", "2026-01-01"], []),
        (["--not-used-since", "2026-01-01", "--most", "2"], ["q1", "q2"]),
        (["--after", "q1", "--level", "初级"], ["q2", "q3"]),
        (["q3", "q1"], ["q1", "q3"]),
    ],
)
def test_a_list_is_filtered(
    desk: Path, capsys: pytest.CaptureFixture[str], words: list[str], ids: list[str]
) -> None:
    assert [item_id for item_id, _ in listed(capsys, desk, *words)] == ids


@pytest.mark.parametrize(
    "words", [["--kind", "论述"], ["--status", "好"], ["--difficulty", "易"]]
)
def test_a_filter_that_makes_no_sense_is_wrong_usage(
    desk: Path, words: list[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        run(desk, "list", *words)


def test_an_import_with_an_error_takes_nothing_and_names_the_line(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = LIST.replace("id: q", "id: n").replace("[q1, q2]", "[n1, n2]")
    (desk / "bad.yaml").write_text(bad.replace("answer: a", "answer: z"), "utf-8")

    assert run(desk, "import", str(desk / "bad.yaml"), "--by", "王") == 1
    told = capsys.readouterr()
    assert "[错误] bad.yaml 第11行" in told.err
    assert "题库未改动" in told.out
    assert len(listed(capsys, desk)) == 3

    take_good = ("import", str(desk / "bad.yaml"), "--by", "王", "--take-good")
    assert run(desk, *take_good) == 0
    assert len(listed(capsys, desk)) == 5


def test_a_check_only_import_says_the_same_and_takes_nothing(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "more.yaml").write_text(LIST.replace("初级/3.3", "初级/9.9"), "utf-8")

    assert (
        run(desk, "import", str(desk / "more.yaml"), "--check-only", "--by", "王") == 1
    )
    assert "初级/9.9" in capsys.readouterr().err
    good = ("import", str(desk / "list.yaml"), "--check-only", "--by", "王")
    assert run(desk, *good) == 0
    assert len(listed(capsys, desk)) == 3


def test_estimates_come_in_from_a_list(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "题号,难度,区分度,来源,样本量\nq1,0.55,0.4,预测试,214\n"
    (desk / "e.csv").write_text(rows, "utf-8")
    words = ("import", str(desk / "e.csv"), "--estimates", "--by", "王")

    assert run(desk, *words) == 0
    assert listed(capsys, desk, "--difficulty", "0.5-0.6") == [("q1", "draft")]

    (desk / "e.csv").write_text(rows + "q8,0.5,,,\nq2,3,,,\n", "utf-8")
    assert run(desk, *words) == 1
    told = capsys.readouterr().err
    assert "第3行: 题库中没有题号 q8" in told
    assert "第4行 难度" in told
    assert run(desk, *words, "--take-good") == 0


def test_a_file_of_no_known_kind_is_refused_and_so_is_a_missing_one(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "x.docx").write_bytes(b"PK")
    for name in ("x.docx", "none.yaml", "none.csv"):
        estimates = ["--estimates"] if name.endswith("csv") else []
        assert run(desk, "import", str(desk / name), "--by", "王", *estimates) == 1
        assert capsys.readouterr().err.startswith("FILE: ")


def test_what_is_exported_as_lists_comes_back_unchanged(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = desk / "out"
    assert run(desk, "export", "--format", "yaml", "--out", str(out)) == 0
    assert sorted(path.name for path in out.iterdir()) == ["estimates.csv", "初级.yaml"]

    found = as_json(capsys, desk, "import", str(out / "初级.yaml"), "--by", "王")

    assert isinstance(found, dict)
    assert found["unchanged"] == ["q1", "q2", "q3"]
    assert (found["estimates"], found["enemies"], found["findings"]) == (0, 0, [])
    assert run(desk, "export", "--format", "yaml", "--out", str(out)) == 1
    assert "is there already" in capsys.readouterr().err


def test_only_approved_versions_are_exported_when_asked_for(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(desk, "review", "q1", "--by", "李老师")
    run(desk, "approve", "q1", "--by", "赵老师")
    out = desk / "out"

    assert run(desk, "export", "--usable", "--format", "yaml", "--out", str(out)) == 0

    text = (out / "初级.yaml").read_text("utf-8")
    assert "id: q1" in text
    assert "id: q2" not in text


def test_an_export_leaves_what_is_somebody_elses_alone(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    part = desk / "out.part"
    part.mkdir()
    (part / "mine.txt").write_text("mine", "utf-8")

    assert run(desk, "export", "--format", "yaml", "--out", str(desk / "out")) == 1

    assert "move it away" in capsys.readouterr().err
    assert (part / "mine.txt").read_text("utf-8") == "mine"
    assert not (desk / "out").exists()


@pytest.mark.parametrize(("kind", "name"), [("xlsx", "o.csv"), ("qti", "o.xlsx")])
def test_the_name_of_an_export_ends_as_its_format_does(
    desk: Path, capsys: pytest.CaptureFixture[str], kind: str, name: str
) -> None:
    out = desk / name

    assert run(desk, "export", "--format", kind, "--out", str(out)) == 2

    assert "结尾" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(("kind", "name"), [("xlsx", "o.xlsx"), ("qti", "o.zip")])
def test_what_goes_out_as_spreadsheet_or_qti_comes_back_as_the_same_items(
    desk: Path, capsys: pytest.CaptureFixture[str], kind: str, name: str
) -> None:
    out = str(desk / name)
    assert run(desk, "export", "--format", kind, "--out", out) == 0

    found = as_json(capsys, desk, "import", out, "--by", "王", "--level", "初级")

    assert isinstance(found, dict)
    assert found["unchanged"] == ["q1", "q2", "q3"]


def test_one_item_is_shown_whole(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(desk, "comment", "q1", "选项 d 太弱", "--by", "李老师")
    capsys.readouterr()

    assert run(desk, "show", "q1") == 0

    shown = capsys.readouterr().out
    for words in (
        "来访者说睡不好",
        "v1  草稿  命题 王老师",
        "0.70  0.35",
        "选项 d 太弱",
        "q2",
    ):
        assert words in shown
    found = as_json(capsys, desk, "show", "q1")
    assert isinstance(found, dict)
    assert found["comments"][0]["text"] == "选项 d 太弱"
    assert run(desk, "show", "q9") == 1


def test_enemies_are_listed_added_and_removed(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(desk, "enemies", "--add", "q1", "q3") == 2  # nobody is named
    by = ("--by", "王")
    assert run(desk, "enemies", "--add", "q1", "q3", "--reason", "同题", *by) == 0
    assert run(desk, "enemies", "--remove", "q1", "q2", *by) == 0

    assert as_json(capsys, desk, "enemies") == [
        {"first": "q1", "second": "q3", "reason": "同题"}
    ]


def test_stats_count_what_is_there_and_what_is_missing(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(desk, "stats") == 0
    told = capsys.readouterr().out
    for words in ("草稿 3", "缺标签: 1  q3", "缺解析: 2  q2 q3", "共 3 题"):
        assert words in told

    found = as_json(capsys, desk, "stats", "--level", "初级")
    assert isinstance(found, dict)
    assert found["items"] == 3


def test_a_new_bank_is_not_made_over_another(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(desk, "new") == 1
    assert "BANK_FILE" in capsys.readouterr().err


def test_a_bank_has_the_standard_that_it_was_given(tmp_path: Path) -> None:
    own = (
        '[[levels]]\nname = "A"\ndomains = [{number = 1, name = "d", tasks = ["t"]}]\n'
    )
    (tmp_path / "s.toml").write_text(f'name = "n"\nedition = "1"\n{own}')

    assert run(tmp_path, "new", "--standard", str(tmp_path / "s.toml")) == 0
    assert run(tmp_path, "stats") == 0


@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["stats"],
        ["history"],
        ["show", "q1"],
        ["review", "q1", "--by", "李"],
        ["import", "x.yaml", "--by", "李"],
    ],
    ids=lambda words: words[0],
)
def test_a_damaged_bank_is_told_in_words(
    desk: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    raw = (desk / "x.bank").read_bytes()
    (desk / "x.bank").write_bytes(raw[: len(raw) // 3])

    assert run(desk, words[0], *words[1:]) == 1

    told = capsys.readouterr().err
    assert told.startswith("BANK_DAMAGED: ")
    assert "备份" in told


def test_a_history_that_was_tampered_with_fails_its_verification(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    connection = sqlite3.connect(desk / "x.bank")
    with connection:
        connection.execute("DROP TRIGGER history_stays")
        connection.execute("DELETE FROM history WHERE seq = 3")
    connection.close()

    assert run(desk, "history", "--verify") == 1
    assert "entry 3 is missing" in capsys.readouterr().err


def test_help_of_every_command_speaks_both_languages(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    told = capsys.readouterr().out
    for verb in ("new", "import", "export", "list", "review", "approve", "stats"):
        assert f"    {verb} " in told
    assert os.linesep.join(told.splitlines()[:1]).startswith("usage: exam-bank")


def test_a_folder_that_export_wrote_is_imported_as_it_is(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = str(tmp_path / "written")
    assert run(desk, "export", "--format", "yaml", "--out", written) == 0
    other = str(tmp_path / "y.bank")
    assert main(["new", other]) == 0
    capsys.readouterr()

    assert main(["import", other, written, "--by", "王老师", "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["new"] == ["q1", "q2", "q3"]


@pytest.mark.parametrize("words", [["pipe.csv", "--estimates"], ["pipe.yaml"]])
def test_a_pipe_is_refused_instead_of_waited_for(
    desk: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    pipe = desk / words[0]
    os.mkfifo(pipe)

    assert run(desk, "import", str(pipe), *words[1:], "--by", "王老师") == 1

    assert "not a plain file" in capsys.readouterr().err
