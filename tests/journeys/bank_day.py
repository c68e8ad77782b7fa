"""From an author's desk to a sealed package, by real commands: the first part of `make demo`.

Items of the junior sample bank come in, are reviewed and approved by two people, checked,
assembled twice from one seed, reported, previewed, packed and rehearsed. What is compared
is read from files and from what commands print, not from the product's own modules.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.journeys.processes import JourneyError, ProcessKeeper
from tests.journeys.site_setup import ADMIN, ORGANISATION, SAMPLE, SITE_NAME, program

LEVEL = SAMPLE.parent / "junior"
AUTHOR, REVIEWER, APPROVER, ASSEMBLER = "张老师", "李老师", "王老师", "赵老师"
ASSEMBLY = "demo"
FORM_ITEMS = 62


class BankDay:
    """The way of items into a package, step by step."""

    def __init__(
        self, folder: Path, keeper: ProcessKeeper, say: Callable[[str], None]
    ) -> None:
        self._folder = folder
        self._keeper = keeper
        self._say = say
        self._bank = folder / "items.bank"

    def run(self) -> None:
        """Go the whole way.

        Raises:
            JourneyError: something did not hold.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        self._take_in()
        self._approve()
        self._go_round()
        self._assemble()
        self._pack()

    # ------------------------------------------------------------ steps

    def _take_in(self) -> None:
        self._say("建题库，导入示例试题 · an item bank: exam-bank new, import")
        self._exam_bank("new", self._bank, "--by", AUTHOR)
        lists = sorted(LEVEL.glob("*.yaml"))
        taken = self._json("import", self._bank, *lists, "--by", AUTHOR, "--json")
        again = self._json("import", self._bank, *lists, "--by", AUTHOR, "--json")
        require(len(taken["new"]) > FORM_ITEMS, f"only {taken['new']} came in")
        require(again["unchanged"] == taken["new"], f"a second import: {again}")

    def _approve(self) -> None:
        self._say("审题、批准，须由两人 · two people: exam-bank review, approve")
        self._refused("review", self._bank, "--all", "--by", AUTHOR)
        self._exam_bank("review", self._bank, "--all", "--by", REVIEWER)
        self._refused("approve", self._bank, "--all", "--by", REVIEWER)
        self._exam_bank("approve", self._bank, "--all", "--by", APPROVER)
        self._exam_bank("history", self._bank, "--verify")
        self._exam_bank("check", self._bank, "--blueprint", "junior")

    def _go_round(self) -> None:
        self._say("导出 QTI 再导入，内容不变 · out as QTI and in again")
        package, other = self._folder / "qti.zip", self._folder / "other.bank"
        export = ("export", self._bank, "--format", "qti", "--out", package)
        self._exam_bank(*export)
        self._exam_bank("new", other, "--by", AUTHOR)
        self._exam_bank("import", other, package, "--by", AUTHOR)
        back = self._json(
            "import", other, *sorted(LEVEL.glob("*.yaml")), "--by", AUTHOR, "--json"
        )
        require(
            not back["new"] and not back["new_versions"],
            f"what came back from QTI is not what went out: {back}",
        )

    def _assemble(self) -> None:
        self._say("按双向细目表组成 A、B 卷 · two parallel forms: exam-bank assemble")
        plan = (
            "--blueprint",
            "junior",
            "--forms",
            "2",
            "--seed",
            "7",
            "--by",
            ASSEMBLER,
        )
        one = self._assembled(ASSEMBLY, plan)
        two = self._assembled(f"{ASSEMBLY}-again", plan)
        require(one == two, "the same seed gave other forms")
        first, second = (set(form) for form in one)
        require(not first & second, f"both forms have {sorted(first & second)}")
        require(
            len(first) == len(second) == FORM_ITEMS,
            f"{len(first)} and {len(second)} items",
        )
        page = self._folder / "report.html"
        self._exam_bank("report", self._bank, ASSEMBLY, "--out", page)
        text = page.read_text("utf-8")
        require(
            "<script src" not in text and "http://" not in _without_names(text),
            "the report loads something",
        )
        picture = self._folder / "preview.png"
        self._exam_bank(
            "preview", self._bank, "--form", f"{ASSEMBLY}/A", "--picture", picture
        )
        require(picture.stat().st_size > 10_000, "the preview's picture is empty")

    def _assembled(self, name: str, plan: Sequence[str]) -> list[list[str]]:
        made = self._json("assemble", self._bank, *plan, "--name", name, "--json")
        return [form["item_ids"] for form in made["forms"]]

    def _pack(self) -> None:
        self._say("从题库制成考试包并排演 · from the bank into a sealed package")
        folder = self._folder
        passphrase = folder / "passphrase"
        passphrase.write_text("a passphrase for one day\n", "utf-8")
        unlocked = ("--passphrase-file", passphrase)
        keys, site = folder / "keys", folder / "site"
        self._exam_bank("keys", "new", keys, "--name", ORGANISATION, *unlocked)
        self._keeper.run(
            *(program("exam-server"), "init", site, "--name", SITE_NAME),
            *("--admin", ADMIN, "--admin-password-file", passphrase),
            *("--marking-passphrase-file", passphrase),
        )
        package, code_file = folder / "bank.exam", folder / "opening-code"
        self._exam_bank(
            *("package", "build", "--bank", self._bank, "--assembly", ASSEMBLY),
            *("--plan", SAMPLE / "package.toml", "--by", ASSEMBLER, "--keys", keys),
            *("--used-on", "2026-12-01"),
            *("--site", site / "site-card.json", "--out", package),
            *("--opening-code-out", code_file, *unlocked),
        )
        code = code_file.read_text("utf-8").strip()
        believed = (package, "--publisher", keys / "publisher.json")
        self._exam_bank("package", "verify", *believed)
        own_key = ("--key", keys / "organisation-answer.key", *unlocked)
        self._exam_bank("package", "rehearse", *believed, *own_key, "--code", code)
        used = self._json(
            "list", self._bank, "--used-since", "2000-01-01", "--most", "500", "--json"
        )
        require(len(used) == 2 * FORM_ITEMS, "exposure is not recorded")

    # ------------------------------------------------------------ commands

    def _exam_bank(self, *words: str | Path) -> str:
        return self._keeper.run(program("exam-bank"), *words, limit_s=180)

    def _json(self, *words: str | Path) -> Any:
        return json.loads(self._exam_bank(*words))

    def _refused(self, *words: str | Path) -> None:
        told = [str(word) for word in (program("exam-bank"), *words)]
        done = subprocess.run(told, check=False, capture_output=True, encoding="utf-8")
        require(done.returncode == 1, f"{' '.join(told)} ended with {done.returncode}")


def require(held: bool, what: str) -> None:
    """Raise JourneyError with `what` if it does not hold."""
    if not held:
        raise JourneyError(what)


def _without_names(text: str) -> str:
    """Take out the names of XML vocabularies, which load nothing."""
    return text.replace("http://www.w3.org/", "")


def main() -> int:
    """Go the way in a folder given as the one argument; 0 if all held."""
    folder = Path(sys.argv[1])
    (folder / "logs").mkdir(parents=True, exist_ok=True)
    began_s = time.monotonic()

    def say(line: str) -> None:
        print(f"[{time.monotonic() - began_s:5.1f} s] {line}", flush=True)

    try:
        BankDay(folder, ProcessKeeper(folder / "logs"), say).run()
    except JourneyError as error:
        say(f"未通过 · NOT all held:\n{error}")
        return 1
    say("全部成立 · all held")
    return 0


if __name__ == "__main__":
    sys.exit(main())
