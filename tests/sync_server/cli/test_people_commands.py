"""The commands for people's work, as they are typed; each over one real data folder."""

import json
from pathlib import Path

import pytest

from question_bank.formats.site_card import parse_site_card
from sync_server.cli.main import main
from tests.builders.exam_days import (
    SESSION_CODE,
    csv_bytes,
    publisher_card,
    roster_rows,
    write_package,
)
from tests.builders.packages import the_parties
from tests.builders.server_sites import copy_site


def test_a_site_is_prepared_at_the_command_line_as_far_as_the_clock_allows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = copy_site(tmp_path / "data")
    card = tmp_path / "publisher.json"
    card.write_bytes(publisher_card(the_parties().signing_key))
    site_card = parse_site_card((data / "keys" / "site.json").read_bytes())
    package, _, _ = write_package(tmp_path, site_card)
    roster = tmp_path / "名册.csv"
    roster.write_bytes(csv_bytes(roster_rows(2), "gbk"))
    at = ["--data", str(data)]

    assert main(["packages", *at, "load", str(package)]) == 1
    assert "PUBLISHER_UNKNOWN" in capsys.readouterr().err
    assert main(["publishers", *at, "add", str(card)]) == 0
    assert "某评价组织" in capsys.readouterr().out
    assert main(["roster", *at, "import", str(roster)]) == 1
    told = capsys.readouterr().err
    assert "名册.csv:2:场次" in told
    assert SESSION_CODE in told
    assert main(["rooms", *at, "add", "202", "--name", "二楼机房"]) == 0
    assert main(["rooms", *at, "add", "../x"]) == 1
    assert "FORMAT" in capsys.readouterr().err
    assert main(["rooms", *at, "list"]) == 0
    assert "二楼机房" in capsys.readouterr().out
    password = tmp_path / "password"
    password.write_text("four-quiet-words\n", "utf-8")
    add = ["accounts", *at, "add", "li", "--role", "proctor"]
    assert main([*add, "--password-file", str(password)]) == 0
    assert main(["accounts", *at, "list"]) == 0
    assert "li\tproctor\tactive" in capsys.readouterr().out
    assert main(["seats", *at, "list"]) == 0
    assert main(["journals", *at, "export", str(tmp_path / "out")]) == 0
    assert json.loads((tmp_path / "out" / "journals.json").read_text("utf-8")) == []
    assert main(["audit", *at, "verify"]) == 0
    assert "日志完整" in capsys.readouterr().out
    assert main(["audit", *at, "list"]) == 0
    assert "\tcommand\troom.put\t202\t{}" in capsys.readouterr().out


def test_scores_of_an_unknown_session_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = copy_site(tmp_path / "data")
    secret = tmp_path / "passphrase"
    secret.write_text("x\n", "utf-8")
    command = ["scores", "--data", str(data), "--session", "S9"]

    outcome = main(
        [*command, "--out", str(tmp_path / "x.csv"), "--passphrase-file", str(secret)]
    )

    assert outcome == 1
    assert "NOT_FOUND" in capsys.readouterr().err
