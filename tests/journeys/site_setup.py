"""A whole site in a folder, made with the product's own commands as processes.

    keeper = ProcessKeeper(logs)
    site = make_site(folder, keeper, SitePlan(duration_s=75))
    site.opening_code, site.admin_password, site.people …

Everything secret is drawn anew for each site; nothing here knows a product's internals.
"""

import secrets
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.journeys.people import PEOPLE, ROOM_CODE, SESSION_CODE, Person, write_roster
from tests.journeys.processes import ProcessKeeper

SAMPLE = Path(__file__).parents[2] / "question_bank" / "samples" / "spine"
SITE_NAME = "示范考点（育才中学）"
ORGANISATION = "示范评价组织"
ADMIN = "admin"

PACKAGE_PLAN = """\
format_version = 1
revision = 1
data_class = "trial"
level = "初级"
oldest_seat = "0.1.0"
oldest_server = "0.1.0"
forms = ["form-A.yaml", "form-B.yaml"]
media = "media"

[plan]
code = "demo-2026"
name = "社会心理服务职业技能等级考试 演示计划"

[session]
code = "{session_code}"
name = "演示场次 初级"

[window]
opens_utc = {opens}
closes_utc = {closes}

[policies]
duration_ms = {duration_ms}
earliest_hand_in_ms = 0
late_entry_ms = {duration_ms}
down_time = "credited"
hand_in_grace_ms = 60_000
site_scores = true
default_plays = 2
default_retakes = 1
id_tail_length = 6
{policies}
"""
NO_HEADSET = "needs_headset_check = false"
"""A day's robots sit at computers without any sound."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePlan:
    """What kind of exam day it is to be.

    Attributes:
        policies: Further lines of the package's policies.
    """

    duration_s: int = 75
    policies: str = NO_HEADSET
    people: Sequence[Person] = PEOPLE
    sample: Path = SAMPLE
    say: Say = field(default=lambda line: None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site that is ready for its server to start.

    Attributes:
        folder: All of it; `logs`, `pictures`, `seats`, `server`, `bank` lie below.
        admin_password, marking_passphrase, bank_passphrase: As typed by people.
    """

    folder: Path
    people: Sequence[Person]
    duration_s: int
    opening_code: str
    admin_password: str
    marking_passphrase: str
    bank_passphrase: str

    @property
    def server_data(self) -> Path:
        """The server's data folder."""
        return self.folder / "server"

    @property
    def bank_keys(self) -> Path:
        """The organisation's keys."""
        return self.folder / "bank" / "keys"

    @property
    def package(self) -> Path:
        """The sealed package."""
        return self.folder / "bank" / "demo.exam"

    @property
    def package_source(self) -> Path:
        """What the package was built from: forms in YAML, media."""
        return self.folder / "bank" / "source"

    @property
    def secrets(self) -> Path:
        """Files with passphrases, one line each."""
        return self.folder / "secrets"

    @property
    def marking_passphrase_file(self) -> Path:
        """The marking passphrase as a file, for commands."""
        return self.secrets / "marking-passphrase"

    def seat_data(self, name: str) -> Path:
        """Return the data folder of one seat."""
        return self.folder / "seats" / name


def program(name: str) -> Path:
    """Return a console command of this virtual environment."""
    return Path(sys.executable).with_name(name)


def make_site(folder: Path, keeper: ProcessKeeper, plan: SitePlan) -> Site:
    """Make keys, package, site and roster; each step by a real command.

    Raises:
        JourneyError: a command failed.
    """
    for name in ("bank", "secrets", "seats", "pictures"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    passwords = {
        name: _new_passphrase(folder / "secrets" / name)
        for name in ("admin-password", "marking-passphrase", "bank-passphrase")
    }
    opening_code = _make_package(folder, keeper, plan)
    site = Site(
        folder=folder,
        people=plan.people,
        duration_s=plan.duration_s,
        opening_code=opening_code,
        admin_password=passwords["admin-password"],
        marking_passphrase=passwords["marking-passphrase"],
        bank_passphrase=passwords["bank-passphrase"],
    )
    _bring_in(site, keeper, plan.say)
    return site


def _new_passphrase(path: Path) -> str:
    words = secrets.token_hex(8)
    path.write_text(f"{words}\n", "utf-8")
    path.chmod(0o600)
    return words


def _make_package(folder: Path, keeper: ProcessKeeper, plan: SitePlan) -> str:
    """Make keys, site and package; return the opening code."""
    bank, hidden, server = folder / "bank", folder / "secrets", folder / "server"
    keys, package, card = bank / "keys", bank / "demo.exam", server / "site-card.json"
    exam_bank = program("exam-bank")
    unlocked = ("--passphrase-file", hidden / "bank-passphrase")
    plan.say("评价组织的密钥 · the organisation's keys: exam-bank keys new")
    keeper.run(exam_bank, "keys", "new", keys, "--name", ORGANISATION, *unlocked)
    plan.say("建立考点 · the site: exam-server init")
    words = ("--admin", ADMIN, "--admin-password-file", hidden / "admin-password")
    marking = ("--marking-passphrase-file", hidden / "marking-passphrase")
    init = (program("exam-server"), "init", server, "--name", SITE_NAME)
    keeper.run(*init, *words, *marking)
    plan.say("制作考试包 · the package: exam-bank package build, verify, rehearse")
    write_package_source(bank / "source", plan.duration_s, plan.sample, plan.policies)
    outcome = ("--out", package, "--opening-code-out", hidden / "opening-code")
    build = (exam_bank, "package", "build", bank / "source", "--keys", keys)
    keeper.run(*build, "--site", card, *outcome, *unlocked)
    code = (hidden / "opening-code").read_text("utf-8").strip()
    believed = (package, "--publisher", keys / "publisher.json")
    keeper.run(exam_bank, "package", "verify", *believed, "--site-card", card)
    site_key = ("--key", server / "keys" / "lock.key")
    own_key = ("--key", keys / "organisation-answer.key", *unlocked)
    rehearse = (exam_bank, "package", "rehearse", *believed)
    keeper.run(*rehearse, *site_key, *own_key, "--code", code)
    return code


def write_package_source(
    folder: Path, duration_s: int, sample: Path = SAMPLE, policies: str = NO_HEADSET
) -> None:
    """Copy the sample exam with a window around now and a duration of its own."""
    shutil.copytree(sample, folder)
    now = datetime.now(UTC)  # noqa: TID251 - a journey is on the real clock
    (folder / "package.toml").write_text(
        PACKAGE_PLAN.format(
            session_code=SESSION_CODE,
            opens=(now - timedelta(hours=1)).isoformat(timespec="seconds"),
            closes=(now + timedelta(hours=12)).isoformat(timespec="seconds"),
            duration_ms=duration_s * 1000,
            policies=policies,
        ),
        "utf-8",
    )


def _bring_in(site: Site, keeper: ProcessKeeper, say: Say) -> None:
    """Bring publisher, package and roster to the server."""
    exam_server, data = program("exam-server"), ("--data", site.server_data)
    say("装入考试包 · into the server: exam-server publishers, packages")
    card = site.bank_keys / "publisher.json"
    keeper.run(exam_server, "publishers", *data, "add", card)
    keeper.run(exam_server, "packages", *data, "load", site.package)
    say(
        f"导入 {len(site.people)} 名考生 · the roster: exam-server roster ({ROOM_CODE})"
    )
    roster, photos = write_roster(site.folder, site.people)
    keeper.run(exam_server, "roster", *data, "import", roster, "--photos", photos)
