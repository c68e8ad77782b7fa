"""Run the checks over a bank's items; findings come sorted, the worst first.

Decides nothing about the bank and writes nothing.
"""

from collections.abc import Callable, Iterator, Sequence, Set as AbstractSet
from dataclasses import dataclass

from question_bank.assembly.blueprint import Blueprint
from question_bank.assembly.pool import Pool
from question_bank.assembly.shortfalls import shortfalls
from question_bank.checks.checked_item import CheckedItem, ReadMedium
from question_bank.checks.codes import CODES, Group
from question_bank.checks.completeness import completeness_findings
from question_bank.checks.duplicate_check import duplicate_findings
from question_bank.checks.enemy_check import enemy_findings
from question_bank.checks.key_balance import key_balance_findings
from question_bank.checks.key_check import key_findings
from question_bank.checks.media_check import media_findings
from question_bank.checks.option_clues import option_clue_findings
from question_bank.checks.option_texts import option_text_findings
from question_bank.checks.stem_wording import stem_findings
from question_bank.checks.typography import typography_findings
from question_bank.formats.standard import Standard
from question_bank.identifiers import ItemId
from question_bank.items.finding import Finding, Place, Severity

Tell = Callable[[Group, int, int], object]
"""Hears (group, done, of how many)."""

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedBank:
    """What is checked.

    Attributes:
        items: One version of each item of the bank that is in use or may come into use.
        enemies: Pairs of items that must not meet.
        known_ids: All items of the bank; enemies may be retired and so not in `items`.
        standard: Tags are compared with it; None: not compared.
        read_medium: None: media are not looked at.
    """

    items: tuple[CheckedItem, ...]
    enemies: tuple[tuple[ItemId, ItemId], ...] = ()
    known_ids: AbstractSet[ItemId] = frozenset()
    standard: Standard | None = None
    read_medium: ReadMedium | None = None


def checked(
    bank: CheckedBank,
    *,
    chosen: AbstractSet[ItemId] | None = None,
    only: AbstractSet[str] = frozenset(),
    told: Tell = lambda _group, _done, _total: None,
) -> tuple[Finding, ...]:
    """Return what the checks find.

    Args:
        chosen: Findings of these items only, still compared with the whole bank; None:
            all, and what is told of the bank as a whole.
        only: Codes that are wanted; empty: all. Groups without one are not run.
        told: Is given how far it is.

    Raises:
        ValueError: `only` names a code that no check tells.
    """
    if unknown := only - set(CODES):
        raise ValueError(f"no check tells {', '.join(sorted(unknown))}")
    groups = {CODES[code][0] for code in only} or set(Group)
    items = [item for item in bank.items if chosen is None or item.item_id in chosen]
    found: list[Finding] = []
    if Group.ITEM in groups:
        for done, item in enumerate(items):
            found += _of_item(item, bank.standard)
            told(Group.ITEM, done + 1, len(items))
    if Group.BALANCE in groups and chosen is None:
        found += key_balance_findings(items)
    if Group.ENEMIES in groups and chosen is None:
        found += enemy_findings(bank.enemies, bank.known_ids)
    if Group.MEDIA in groups and bank.read_medium is not None:
        found += media_findings(
            items,
            bank.read_medium,
            told=lambda done, total: told(Group.MEDIA, done, total),
        )
    if Group.DUPLICATES in groups:
        found += _duplicates(bank, chosen, told)
    return sorted_findings(
        finding for finding in found if not only or finding.code in only
    )


def blueprint_findings(blueprint: Blueprint, pool: Pool) -> tuple[Finding, ...]:
    """Return what the blueprint needs and the usable items cannot give."""
    return tuple(
        Finding(
            code="BLUEPRINT_SHORT",
            severity=Severity.ERROR,
            place=Place(part=blueprint.level),
            wording=found.wording,
            measure=float(found.missing),
        )
        for found in shortfalls(blueprint, pool)
    )


def sorted_findings(findings: Iterator[Finding]) -> tuple[Finding, ...]:
    """Return the findings by severity, then item, then code."""
    return tuple(
        sorted(
            findings,
            key=lambda found: (
                _ORDER.index(found.severity),
                found.place.item_id or "",
                found.place.column or "",
                found.code,
            ),
        )
    )


def _of_item(item: CheckedItem, standard: Standard | None) -> Iterator[Finding]:
    yield from key_findings(item)
    yield from option_clue_findings(item)
    yield from option_text_findings(item)
    yield from stem_findings(item)
    yield from typography_findings(item)
    yield from completeness_findings(item, standard)


def _duplicates(
    bank: CheckedBank, chosen: AbstractSet[ItemId] | None, told: Tell
) -> Iterator[Finding]:
    items: Sequence[CheckedItem] = bank.items
    if chosen is not None:
        # The chosen last: of a pair the later is told, so every chosen one is told.
        items = sorted(items, key=lambda item: item.item_id in chosen)
    pairs = frozenset(map(frozenset, bank.enemies))
    for finding in duplicate_findings(
        items, pairs, told=lambda done, total: told(Group.DUPLICATES, done, total)
    ):
        if chosen is None or finding.place.item_id in chosen:
            yield finding
