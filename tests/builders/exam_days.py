"""A site on an exam day: a real package loaded, a roster imported, sealed journals."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from PIL import Image

from question_bank.exchange.package_source import read_package_source
from question_bank.formats.entry_bodies import (
    Body,
    EntryKind,
    HandedIn,
    HandInReason,
    ResponseSet,
    Started,
    body_bytes,
)
from question_bank.formats.journal_entry import (
    EntryHeader,
    JournalEntry,
    KeyWrap,
    WrapReader,
    empty_head,
    head_after,
)
from question_bank.formats.publisher_card import (
    PublisherCard,
    PublisherKey,
    publisher_card_bytes,
)
from question_bank.formats.site_card import SiteCard
from question_bank.identifiers import SittingUuid
from question_bank.items.response import OptionsResponse, Response, TruthResponse
from question_bank.sealing.journal_seal import (
    draw_body_key,
    seal_entry,
    wrap_for_reader,
)
from question_bank.sealing.lock_keys import LockKey
from question_bank.sealing.opening_code import opening_code_text
from question_bank.sealing.package_build import plan_package
from question_bank.sealing.publisher_trust import sign_publisher_card
from question_bank.sealing.signing_keys import SigningKey
from sync_server.services.people import People
from sync_server.services.roster_imports import RosterFiles
from tests.builders.packages import package_bytes, the_parties, write_a_source

SESSION_CODE = "2026-11-22-am"
PASSPHRASE = "marking-passphrase"
HEADINGS = (
    "准考证号",
    "姓名",
    "证件号",
    "称谓",
    "场次",
    "考场",
    "机位",
    "试卷",
    "加时",
)
NAMES = (
    "王秀英",
    "李建国",
    "张敏",
    "刘洋",
    "陈静",
    "杨帆",
    "赵磊",
    "黄丽",
    "周强",
    "吴婷",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedDay:
    """What was brought in."""

    opening_code: str
    package_file: Path
    package_uuid: UUID
    manifest_sha256: bytes


def publisher_card(signing_key: SigningKey) -> bytes:
    """Return a publisher's card that its own key vouches for."""
    key = signing_key.verify_key
    card = PublisherCard(
        organisation_name="某评价组织",
        version=1,
        threshold=1,
        keys=(PublisherKey(key_id=key.key_id, public_key=key.raw),),
    )
    return publisher_card_bytes(sign_publisher_card(card, [signing_key]))


def write_package(
    folder: Path, card: SiteCard, sound_s: float = 1.0
) -> tuple[Path, str, UUID]:
    """Build a package for a site; return its file, opening code and UUID.

    Another length of its sound makes another package of the same session and revision.
    """
    content = read_package_source(write_a_source(folder / "source", sound_s))
    planned = plan_package(content, the_parties().build_keys, [card])
    path = folder / "day.exam"
    path.write_bytes(package_bytes(planned))
    code = opening_code_text(planned.opening_secret)
    return path, code, planned.manifest.package_uuid


def load_day(
    people: People, card: SiteCard, folder: Path, candidates: int = 3
) -> LoadedDay:
    """Trust the publisher, load the package, import a roster for room 101."""
    people.publishers.install(publisher_card(the_parties().signing_key), by="admin")
    path, code, package_uuid = write_package(folder, card)
    new = people.loading.load(path, by="admin")
    report = people.rosters.import_(roster_files(candidates), by="admin")
    assert report.is_good, report.findings
    return LoadedDay(
        opening_code=code,
        package_file=path,
        package_uuid=package_uuid,
        manifest_sha256=new.manifest_sha256,
    )


def roster_rows(candidates: int, room: str = "101") -> list[Sequence[str]]:
    """Return a header and lines of candidates at seats 01, 02, …"""
    rows: list[Sequence[str]] = [HEADINGS]
    for number in range(1, candidates + 1):
        name = NAMES[(number - 1) % len(NAMES)]
        extra = "30" if number == 3 else ""
        rows.append(
            (
                f"20261122{number:03}",
                name,
                f"P{1000000 + number}",
                "同学",
                SESSION_CODE,
                room,
                f"{number:02}",
                "",
                extra,
            )
        )
    return rows


def csv_bytes(rows: Sequence[Sequence[str]], encoding: str = "utf-8-sig") -> bytes:
    """Return rows as .csv."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def roster_files(candidates: int, rows: Sequence[Sequence[str]] = ()) -> RosterFiles:
    """Return a roster with a photo for each candidate."""
    used = rows or roster_rows(candidates)
    photos = {f"{row[2]}.jpg": a_photo() for row in used[1:]}
    return RosterFiles(
        roster=csv_bytes(used),
        roster_name="名册.csv",
        photos=zip_bytes(photos),
        photos_name="照片.zip",
    )


def a_photo() -> bytes:
    """Return a small picture."""
    file = io.BytesIO()
    Image.new("RGB", (60, 80), (180, 190, 200)).save(file, "JPEG")
    return file.getvalue()


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """Return an archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def sealed_journal(
    sitting_uuid: SittingUuid,
    day: LoadedDay,
    form_code: str,
    marking_key: LockKey,
    *,
    answers: Mapping[str, Response],
    is_handed_in: bool = True,
) -> list[JournalEntry]:
    """Return a whole journal as a seat writes it, readable with the marking key."""
    body_key = draw_body_key()
    wrap = wrap_for_reader(WrapReader.SITE, body_key, sitting_uuid, marking_key)
    bodies: list[tuple[EntryKind, Body]] = [
        (
            EntryKind.STARTED,
            Started(
                seat_uuid=str(uuid4()),
                package_uuid=str(day.package_uuid),
                manifest_sha256=day.manifest_sha256,
                form_code=form_code,
                duration_ms=7_200_000,
                program_version="0.1.0",
                order_number=2,
                boot_id="boot",
                boot_time_ms=1,
            ),
        )
    ]
    for task_id, response in answers.items():
        body = ResponseSet(task_id=task_id, response=response)
        bodies.append((EntryKind.RESPONSE_SET, body))
    if is_handed_in:
        end = HandedIn(
            reason=HandInReason.CANDIDATE,
            answered_tasks=len(answers),
            unanswered_tasks=0,
            order_number=0,
        )
        bodies.append((EntryKind.HANDED_IN, end))
    return _sealed(sitting_uuid, bodies, body_key, wrap)


def _sealed(
    sitting_uuid: SittingUuid,
    bodies: Sequence[tuple[EntryKind, Body]],
    body_key: bytes,
    wrap: KeyWrap,
) -> list[JournalEntry]:
    head = empty_head(sitting_uuid)
    entries = []
    for seq, (kind, body) in enumerate(bodies, start=1):
        header = EntryHeader(
            format_version=1,
            sitting=sitting_uuid.bytes,
            seq=seq,
            time_used_ms=seq * 1000,
            wall_time_ms=1_795_309_200_000 + seq * 1000,
            kind=kind.value,
            kind_version=1,
            wraps=(wrap,) if seq == 1 else (),
        )
        entry = seal_entry(header, head.hash, body_key, body_bytes(body))
        entries.append(entry)
        head = head_after(head, entry)
    return entries


def right_answers(form_code: str) -> dict[str, Response]:
    """Return the answers that earn all objective points of a form."""
    return {
        f"{form_code}-1": OptionsResponse(option_ids=("a",)),
        f"{form_code}-2": TruthResponse(is_true=True),
    }
