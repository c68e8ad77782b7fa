"""exam-bank export: items as YAML lists, a spreadsheet or a QTI package."""

import argparse
import importlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from question_bank.bank.bank import Bank, open_bank
from question_bank.cli.bank_arguments import (
    add_bank_argument,
    add_filter_arguments,
    add_ids_argument,
    add_json_argument,
    item_filter,
)
from question_bank.cli.errors import FileProblemError, WrongUsageError
from question_bank.cli.export_folder import write_folder
from question_bank.cli.files import problems_named
from question_bank.cli.findings import finding_record, print_findings
from question_bank.cli.language import Language
from question_bank.cli.progress_bar import progress_bar
from question_bank.exchange.estimate_list import estimate_list_bytes
from question_bank.exchange.item_list_records import Estimates
from question_bank.exchange.item_list_writer import (
    ListFolder,
    item_list_files,
    list_folders,
)
from question_bank.formats.item_record import ItemRecord, item_id_of_record
from question_bank.identifiers import ItemId, TaskId
from question_bank.items.estimate import EstimateOrigin, TaskEstimate
from question_bank.items.finding import Finding, has_errors
from question_bank.items.item import tasks_in

FORMATS = ("yaml", "xlsx", "qti")
SUFFIXES = MappingProxyType({"xlsx": ".xlsx", "qti": ".zip"})
"""Of files; a list is a folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Export:
    """What is to be written.

    Attributes:
        judged: The authors' own estimates, by task.
        in_force: Those that count.
    """

    bank: Bank
    records: tuple[ItemRecord, ...]
    judged: dict[TaskId, TaskEstimate]
    in_force: dict[TaskId, TaskEstimate]
    enemies: tuple[tuple[ItemId, ItemId], ...]

    def entries(
        self, records: Iterable[ItemRecord], estimates: Estimates
    ) -> Iterator[tuple[ItemRecord, tuple[TaskEstimate, ...]]]:
        """Yield each of the records with the estimates of its tasks."""
        for record in records:
            tasks = (task.task_id for task in tasks_in(record.item))
            found = tuple(estimates[task] for task in tasks if task in estimates)
            yield record, found


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_bank_argument(parser)
    add_ids_argument(parser)
    parser.add_argument(
        "--format", choices=FORMATS, required=True, help="格式 / format to write"
    )
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="PATH",
        help="yaml 为新文件夹，xlsx、qti 为文件 / a new folder for yaml, else a file",
    )
    parser.add_argument(
        "--usable",
        action="store_true",
        help="导出在用（已批准）的版本，而不是最新版本 / the approved versions, not the newest",
    )
    add_filter_arguments(parser)
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the items that fit; 1 if some could not be said in the format.

    Raises:
        BankError: the bank does not open.
        FileProblemError: the output is there already, or cannot be written.
        WrongUsageError: its name does not end as its format does.
    """
    language: Language = arguments.language
    out: Path = arguments.out
    suffix = SUFFIXES.get(arguments.format)
    if suffix is not None and out.suffix.lower() != suffix:
        found = f"文件名要以 {suffix} 结尾 / the name has to end in {suffix}"
        raise WrongUsageError(f"{out}: {found}")
    if out.exists():
        raise FileProblemError(f"{out}: is there already")
    write = {"yaml": _write_yaml, "xlsx": _write_xlsx, "qti": _write_qti}
    with (
        open_bank(arguments.bank, is_reader=True) as bank,
        progress_bar(language.say("导出", "exporting")) as tell,
        problems_named(out),
    ):
        export = _export(bank, arguments, tell)
        findings = write[arguments.format](export, out)
    _tell(export, findings, arguments)
    return 1 if has_errors(findings) else 0


def _export(
    bank: Bank, arguments: argparse.Namespace, tell: Callable[[int, int], None]
) -> _Export:
    wanted = item_filter(arguments)
    total = bank.items.count(wanted)
    records: list[ItemRecord] = []
    for record in _records(bank, arguments):
        records.append(record)
        tell(len(records), total)
    in_force = dict(bank.estimates.in_force())
    mine = {item_id_of_record(record) for record in records}
    return _Export(
        bank=bank,
        records=tuple(records),
        judged=dict(_judged(bank, in_force)),
        in_force=in_force,
        enemies=tuple(
            pair for pair in bank.enemies.pairs() if pair[0] in mine and pair[1] in mine
        ),
    )


def _records(bank: Bank, arguments: argparse.Namespace) -> Iterator[ItemRecord]:
    wanted = item_filter(arguments)
    if not arguments.usable:
        for record, _version in bank.items.newest_records(wanted):
            yield record
        return
    for summary in bank.items.filter(wanted):
        if summary.usable_version is not None:
            yield bank.items.record(summary.item_id, summary.usable_version)


def _judged(
    bank: Bank, in_force: dict[TaskId, TaskEstimate]
) -> Iterator[tuple[TaskId, TaskEstimate]]:
    """Yield the last judgement of each task; mostly that is what is in force."""
    for task_id, estimate in in_force.items():
        if estimate.origin is EstimateOrigin.AUTHOR:
            yield task_id, estimate
            continue
        for found in bank.estimates.of_task(task_id):
            if found.estimate.origin is EstimateOrigin.AUTHOR:
                yield task_id, found.estimate
                break


def _write_yaml(export: _Export, out: Path) -> tuple[Finding, ...]:
    write_folder(out, _yaml_files(export))
    return ()


def _yaml_files(export: _Export) -> Iterator[tuple[str, bytes]]:
    folders = list_folders(export.records)
    for number, folder in enumerate(folders, start=1):
        before = "" if number == 1 else f"{number}/"
        for name, raw in item_list_files(folder, export.judged, export.enemies):
            yield f"{before}{name}", raw
        for name, raw in _media(export.bank, folder):
            yield f"{before}media/{name}", raw
    tasks = {
        task.task_id for record in export.records for task in tasks_in(record.item)
    }
    known = {task: found for task, found in export.in_force.items() if task in tasks}
    if known:
        yield "estimates.csv", estimate_list_bytes(known)


def _media(bank: Bank, folder: ListFolder) -> Iterator[tuple[str, bytes]]:
    for media_name, digest in folder.media.items():
        yield media_name, bank.media.read(digest)


def _write_xlsx(export: _Export, out: Path) -> tuple[Finding, ...]:
    """Write one file, or several where a medium's name means two things."""
    writer = importlib.import_module("question_bank.exchange.xlsx_writer")
    findings: list[Finding] = []
    folders = list_folders(export.records)
    paths = _free_paths(out, folders)
    for path, folder in zip(paths, folders, strict=True):
        findings += writer.write_xlsx_items(
            # Judgements only: a spreadsheet does not say what figures come from.
            export.entries(folder.records, export.judged),
            path,
            enemies=export.enemies,
            standard=export.bank.standard,
        )
        if folder.media:
            write_folder(_media_beside(path), _media(export.bank, folder))
    return tuple(findings)


def _free_paths(out: Path, folders: Sequence[ListFolder]) -> list[Path]:
    """Return a file for each folder of items; nothing of it may be there yet."""
    marks = ["", *(f"-{number}" for number in range(2, len(folders) + 1))]
    paths = [out.with_name(f"{out.stem}{mark}{out.suffix}") for mark in marks]
    for path, folder in zip(paths, folders, strict=True):
        for needed in (path, *([_media_beside(path)] if folder.media else [])):
            if needed.exists():
                raise FileProblemError(f"{needed}: is there already")
    return paths


def _media_beside(path: Path) -> Path:
    return path.with_name(f"{path.stem}-media")


def _write_qti(export: _Export, out: Path) -> tuple[Finding, ...]:
    writer = importlib.import_module("question_bank.exchange.qti_writer")
    title = export.bank.facts.name
    entries = export.entries(export.records, export.in_force)
    writer.write_qti(entries, export.bank.media.read, out, title=title)
    return ()


def _tell(
    export: _Export, findings: Sequence[Finding], arguments: argparse.Namespace
) -> None:
    language: Language = arguments.language
    if arguments.json:
        record = {
            "out": str(arguments.out),
            "items": len(export.records),
            "findings": [finding_record(finding) for finding in findings],
        }
        print(json.dumps(record, ensure_ascii=False, indent=2))
        return
    print_findings(findings, language)
    count = len(export.records)
    print(language.say(f"已导出 {count} 题", f"{count} items") + f": {arguments.out}")
