"""Take what a reader gives into a bank: all of it, or nothing.

While a finding is an error nothing is taken, unless the good items alone are asked for.
Whatever is taken is one transaction: after a power cut the bank has all of it or none.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from question_bank.bank.bank import Bank
from question_bank.bank.item_store import AddOutcome
from question_bank.bank.version_facts import content_sha256
from question_bank.errors import FormatError
from question_bank.exchange.import_check import import_findings
from question_bank.exchange.item_draft import ItemDraft, MediumFile, SourceReading
from question_bank.formats.item_record import item_id_of_record
from question_bank.identifiers import ItemId
from question_bank.items.finding import Finding, has_errors

Tell = Callable[[int, int], None]
"""Hears how many of how many items are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutcome:
    """What an import did, or would have done.

    Attributes:
        is_taken: Whether the bank was changed at all; False while errors forbid it.
        new: Items that the bank did not have.
        new_versions: Items whose text changed; the new version is a draft.
        unchanged: Items that were there as they are.
        left_out: Items with errors, when only the good ones were taken.
        estimates: How many estimates were recorded.
        enemies: How many pairs are new.
        findings: Of the reader and of the bank, in this order.
    """

    is_taken: bool
    new: tuple[ItemId, ...] = ()
    new_versions: tuple[ItemId, ...] = ()
    unchanged: tuple[ItemId, ...] = ()
    left_out: tuple[ItemId, ...] = ()
    estimates: int = 0
    enemies: int = 0
    findings: tuple[Finding, ...]


def joined_reading(readings: Iterable[SourceReading]) -> SourceReading:
    """Return several files as one source, so that they are taken together."""
    drafts: list[ItemDraft] = []
    findings: list[Finding] = []
    enemies: list[tuple[ItemId, ItemId]] = []
    media: dict[str, MediumFile] = {}
    for reading in readings:
        drafts += reading.drafts
        findings += reading.findings
        enemies += reading.enemies
        media |= reading.media
    return SourceReading(
        drafts=tuple(drafts),
        findings=tuple(findings),
        enemies=tuple(enemies),
        media=media,
    )


def import_reading(
    bank: Bank,
    reading: SourceReading,
    *,
    by: str,
    at: datetime,
    take_good: bool = False,
    tell: Tell = lambda _done, _total: None,
) -> ImportOutcome:
    """Take a source's items into the bank as drafts.

    Args:
        take_good: Leave out what has errors and take the rest.

    Raises:
        BankError: the bank refused; it is as it was.
        FormatError: `by` is no name, or a medium changed while it was read.
    """
    bad, found = import_findings(bank, reading)
    findings = (*reading.findings, *found)
    if has_errors(findings) and not take_good:
        return ImportOutcome(is_taken=False, findings=findings)
    good = [draft for index, draft in enumerate(reading.drafts) if index not in bad]
    intake = _Intake(bank, by, at)
    with bank.transaction():
        for index, draft in enumerate(good, start=1):
            intake.take(draft, reading.media)
            tell(index, len(good))
        enemies = sum(
            bank.enemies.add(pair, by, at)
            for pair in reading.enemies
            if intake.has_both(pair)
        )
    return ImportOutcome(
        is_taken=True,
        new=tuple(intake.taken[AddOutcome.NEW]),
        new_versions=tuple(intake.taken[AddOutcome.NEW_VERSION]),
        unchanged=tuple(intake.taken[AddOutcome.UNCHANGED]),
        left_out=tuple(
            item_id_of_record(reading.drafts[index].record) for index in sorted(bad)
        ),
        estimates=intake.estimates,
        enemies=enemies,
        findings=findings,
    )


class _Intake:
    """One import while it runs."""

    def __init__(self, bank: Bank, by: str, at: datetime) -> None:
        self._bank = bank
        self._by = by
        self._at = at
        self.taken: dict[AddOutcome, list[ItemId]] = {kind: [] for kind in AddOutcome}
        self.estimates = 0

    def take(self, draft: ItemDraft, media: Mapping[str, MediumFile]) -> None:
        record = draft.record
        item_id = item_id_of_record(record)
        if not draft.has_own_id and (same := self._same_text(draft)) is not None:
            self.taken[AddOutcome.UNCHANGED].append(same)
            return
        for digest in dict.fromkeys(record.media.values()):
            if not self._bank.media.has(digest):
                medium = media[digest]
                self._bank.media.add(_read(medium), medium.media_type)
        outcome = self._bank.items.add(record, self._by, self._at)
        self.taken[outcome].append(item_id)
        for estimate in draft.estimates:
            self.estimates += self._bank.estimates.add(estimate, self._by, self._at)

    def has_both(self, pair: tuple[ItemId, ItemId]) -> bool:
        return pair[0] != pair[1] and all(map(self._bank.items.has, pair))

    def _same_text(self, draft: ItemDraft) -> ItemId | None:
        """Return the item that says the same, for a draft whose id its reader made."""
        if self._bank.items.has(item_id_of_record(draft.record)):
            return None
        return self._bank.items.with_content(content_sha256(draft.record))


def _read(medium: MediumFile) -> bytes:
    content = medium.read()
    if hashlib.sha256(content).hexdigest() != medium.sha256:
        raise FormatError("media", "a file changed while it was read; import it again")
    return content
