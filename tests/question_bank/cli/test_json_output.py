"""What `--json` prints is one JSON value with the fields that docs/formats says."""

import json
import re
from pathlib import Path

import pytest

from question_bank.cli.main import main

PAGE = Path(__file__).parents[3] / "docs" / "formats" / "exam-bank-json.md"
LIST = """\
level: 初级
items:
  - {kind: true_false, id: q1, points: 1, stem: 保密有例外。, answer: 对, difficulty: 0.7}
  - {kind: true_false, id: q2, points: 1, stem: 倾听就是不说话。, answer: 错}
enemies: [[q1, q2]]
"""
BY = "--by 王老师"


def documented() -> dict[str, tuple[str, set[str]]]:
    """Return (list or object, fields) by command; what is in brackets is a level below."""
    rows = re.findall(
        r"^\| (`.+?`) \| (\w+) \| (.+) \|$", PAGE.read_text("utf-8"), re.MULTILINE
    )
    found: dict[str, tuple[str, set[str]]] = {}
    for commands, kind, said in rows:
        fields = set(re.findall(r"`(\w+)`", re.sub(r"\([^()]*\)", "", said)))
        for command in re.findall(r"`exam-bank (.+?)`", commands):
            found[command] = kind, fields
    for command in ("approve", "send-back", "retire"):
        found[command] = found["review"]
    return found


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("EXAM_BANK_USER", raising=False)
    monkeypatch.chdir(tmp_path)
    Path("list.yaml").write_text(LIST, "utf-8")
    Path("more.yaml").write_text(LIST.replace("q1", "q3").replace("q2", "q4"), "utf-8")
    Path("estimates.csv").write_text("题号,难度\nq1,0.6\n", "utf-8")
    assert main(["new", "x.bank", *BY.split()]) == 0
    assert main(["import", "x.bank", "list.yaml", *BY.split()]) == 0
    return tmp_path


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("new", f"new y.bank {BY}"),
        ("import", f"import x.bank more.yaml {BY}"),
        ("import --estimates", f"import x.bank estimates.csv --estimates {BY}"),
        ("export", "export x.bank --format yaml --out out"),
        ("list", "list x.bank"),
        ("show", "show x.bank q1"),
        ("check", "check x.bank"),
        ("review", "review x.bank q1 --by 李老师"),
        ("approve", "approve x.bank q1 --by 李老师"),
        ("send-back", "send-back x.bank q1 --by 李老师"),
        ("retire", "retire x.bank q1 --by 李老师"),
        ("comment", f"comment x.bank q1 好 {BY}"),
        ("enemies", "enemies x.bank"),
        ("enemies --add", f"enemies x.bank --add q1 q2 {BY}"),
        ("enemies --remove", f"enemies x.bank --remove q1 q2 {BY}"),
        (
            "exposure --record",
            f"exposure x.bank q1 --record --on 2026-05-01 --form A {BY}",
        ),
        ("history", "history x.bank"),
        ("history --verify", "history x.bank --verify"),
        ("stats", "stats x.bank"),
    ],
)
@pytest.mark.usefixtures("desk")
def test_a_command_prints_the_fields_that_its_page_names(
    capsys: pytest.CaptureFixture[str], command: str, words: str
) -> None:
    kind, fields = documented()[command]
    capsys.readouterr()

    main([*words.split(), "--json"])

    printed = json.loads(capsys.readouterr().out)
    assert isinstance(printed, list) == (kind == "list")
    for record in printed if kind == "list" else [printed]:
        assert record.keys() == fields


@pytest.mark.usefixtures("desk")
def test_a_use_is_printed_as_its_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    words = f"exposure x.bank q1 --record --on 2026-05-01 --form A {BY}"
    main(words.split())
    capsys.readouterr()

    main(["exposure", "x.bank", "--json"])

    (use,) = json.loads(capsys.readouterr().out)
    assert use.keys() == documented()["exposure"][1]
