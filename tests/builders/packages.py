"""Builders of exam packages: a small real one in a few lines."""

import io
import math
import struct
import tomllib
import wave
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from uuid import UUID

import msgspec
from PIL import Image

from question_bank.exchange.package_source import read_package_source
from question_bank.formats.exam_package import DataClass, Manifest, manifest_bytes
from question_bank.formats.organisation_card import OrganisationCard
from question_bank.formats.package_archive import archive_frame, archive_members
from question_bank.formats.package_plan import PackagePlan
from question_bank.formats.site_card import SiteCard
from question_bank.identifiers import SiteUuid
from question_bank.sealing.lock_keys import UnlockKey
from question_bank.sealing.package_build import (
    BuildKeys,
    PlannedPackage,
    plan_package,
    write_package,
)
from question_bank.sealing.package_content import PackageContent
from question_bank.sealing.package_reader import PackageReader
from question_bank.sealing.package_sources import ArchiveSource, open_plain_file
from question_bank.sealing.signing_keys import SigningKey
from question_bank.sealing.trust import Program, ProgramKind, PublisherKeys

NOW_UTC = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
SITE_UUID = SiteUuid(UUID("6f0a1f5e-5f0c-4d0e-9a53-1b0c7f6c2f01"))
SEAT = Program(kind=ProgramKind.SEAT, version="0.1.0")

PLAN = """\
format_version = 1
revision = 3
data_class = "trial"
level = "初级"
oldest_seat = "0.1.0"
oldest_server = "0.1.0"
forms = ["form-a.yaml", "form-b.yaml"]

[plan]
code = "2026-11"
name = "2026年11月考试计划"

[session]
code = "2026-11-22-am"
name = "11月22日上午"

[window]
opens_utc = 2026-11-22T08:30:00+08:00
closes_utc = 2026-11-22T12:00:00+08:00

[policies]
duration_ms = 7200000
earliest_hand_in_ms = 1800000
late_entry_ms = 900000
down_time = "credited"
site_scores = true
"""

FORM = """\
form_code: {code}
title: 模拟试卷 {code} 卷
level: 初级
sections:
  - id: part-1
    title: 一、单项选择题
    items:
      - kind: single_choice
        id: {code}-1
        points: 2
        stem: |
          下图所示情绪属于

          ![一张笑脸](face.png)
        options: {{a: 高兴, b: 悲伤}}
        answer: a
      - kind: true_false
        id: {code}-2
        points: 1
        stem: |
          来访者的语速平稳。

          [sound: 录音一](voice.wav plays=2)
        answer: true
"""


def a_picture() -> bytes:
    file = io.BytesIO()
    picture = Image.new("RGB", (320, 240), (250, 240, 200))
    for x in range(320):
        picture.putpixel((x, (x * 7) % 240), (x % 256, 0, 0))
    picture.save(file, "PNG")
    return file.getvalue()


def a_sound(seconds: float = 1.0) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        frames = int(seconds * 16_000)
        sound.writeframes(
            b"".join(
                struct.pack("<h", int(9000 * math.sin(index / 5)))
                for index in range(frames)
            )
        )
    return file.getvalue()


def write_a_source(folder: Path, sound_s: float = 1.0) -> Path:
    """Write a source folder with two forms that share a picture and a sound."""
    (folder / "media").mkdir(parents=True)
    (folder / "package.toml").write_text(PLAN, "utf-8")
    for code in ("A", "B"):
        name = f"form-{code.lower()}.yaml"
        (folder / name).write_text(FORM.format(code=code), "utf-8")
    (folder / "media" / "face.png").write_bytes(a_picture())
    (folder / "media" / "voice.wav").write_bytes(a_sound(sound_s))
    return folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """An organisation and a site with all their keys."""

    signing_key: SigningKey
    answer_key: UnlockKey
    lock_key: UnlockKey
    marking_key: UnlockKey

    @property
    def build_keys(self) -> BuildKeys:
        return BuildKeys(
            signing_key=self.signing_key,
            build_secret=bytes(range(32)),
            organisation=OrganisationCard(
                name="某评价组织", answer_public_key=self.answer_key.lock_key.raw
            ),
        )

    @property
    def site_card(self) -> SiteCard:
        return SiteCard(
            site_uuid=SITE_UUID,
            site_name="某职业学院考点",
            lock_public_key=self.lock_key.lock_key.raw,
            marking_public_key=self.marking_key.lock_key.raw,
            signing_public_key=self.signing_key.verify_key.raw,
        )

    @property
    def publishers(self) -> PublisherKeys:
        return PublisherKeys(trusted=(self.signing_key.verify_key,))


@cache
def the_parties() -> Parties:
    """Return keys that are the same in each run."""
    return Parties(
        signing_key=SigningKey(bytes([1]) * 32),
        answer_key=UnlockKey(bytes([2]) * 96),
        lock_key=UnlockKey(bytes([3]) * 96),
        marking_key=UnlockKey(bytes([4]) * 96),
    )


def a_planned_package(
    folder: Path, change: Callable[[PackageContent], PackageContent] = lambda x: x
) -> PlannedPackage:
    """Plan a package from a new source in `folder`."""
    content = change(read_package_source(write_a_source(folder)))
    parties = the_parties()
    return plan_package(content, parties.build_keys, [parties.site_card])


def a_plan() -> PackagePlan:
    """Return the plan of PLAN."""
    plain = tomllib.loads(PLAN)
    del plain["format_version"], plain["forms"]
    plain["window"] = {
        name: moment.astimezone(UTC) for name, moment in plain["window"].items()
    }
    return msgspec.convert(plain, PackagePlan)


def package_bytes(planned: PlannedPackage) -> bytes:
    out = io.BytesIO()
    write_package(planned, out.write)
    return out.getvalue()


def with_plan(**changes: object) -> Callable[[PackageContent], PackageContent]:
    """Return a change of the plan's fields, for `a_planned_package`."""
    return lambda content: replace(
        content, plan=msgspec.structs.replace(content.plan, **changes)
    )


def rewrapped(manifest: Manifest, members: bytes, signing_key: SigningKey) -> bytes:
    """Return a well-formed package with this manifest over these sealed bytes.

    Args:
        members: For each file its bytes, one after another without headers.
    """
    raw = manifest_bytes(manifest)
    signature = signing_key.sign(raw)
    frame = archive_frame(archive_members(raw, signature, manifest.files))
    parts = [frame.headers[0], raw, frame.headers[1], signature]
    start = 0
    for entry, header in zip(manifest.files, frame.headers[2:], strict=True):
        parts += [header, members[start : start + entry.size_bytes]]
        start += entry.size_bytes
    return b"".join([*parts, frame.directory])


def read_whole(path: Path, publishers: PublisherKeys, program: Program = SEAT) -> None:
    """Believe a package as a site does when it loads one: all checks without a key."""
    with open_plain_file(path, follow_links=True) as file:
        reader = PackageReader(ArchiveSource(file), publishers, program)
        reader.trusted.require_site(SITE_UUID)
        reader.trusted.require_revision(3)
        reader.trusted.require_session(reader.manifest.session.code, DataClass.TRIAL)
        reader.trusted.require_not_expired(NOW_UTC)
        reader.verify_files()
