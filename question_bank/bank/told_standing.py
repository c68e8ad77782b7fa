"""What the history tells of every version, held against what the tables say. Pure.

Triggers can be dropped and statuses written by hand; the chained history then still tells
who reviewed and approved which bytes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from question_bank.bank.history_chain import Deed, HistoryEntry
from question_bank.bank.status import Status

VersionName = tuple[str, int]
"""(item id, number of the version)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one version stands.

    Attributes:
        sha256: Of the record's bytes.
    """

    sha256: str
    status: str
    added_by: str
    reviewed_by: str | None = None
    approved_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a whole history tells.

    Attributes:
        deeds: How often each thing was done.
        problems: Entries that cannot follow on those before them.
    """

    standings: Mapping[VersionName, Standing]
    deeds: Mapping[Deed, int]
    problems: tuple[str, ...]


def told_by(entries: Iterable[HistoryEntry]) -> Told:
    """Return what entries tell, the oldest first."""
    standings: dict[VersionName, Standing] = {}
    deeds: Counter[Deed] = Counter()
    problems: list[str] = []
    for entry in entries:
        deeds[entry.deed] += 1
        name = (entry.subject, entry.version or 0)
        before = standings.get(name)
        if entry.deed in {Deed.ITEM_ADDED, Deed.VERSION_ADDED}:
            standings[name] = Standing(
                sha256=entry.after.get("sha256", ""),
                status=Status.DRAFT.value,
                added_by=entry.by,
            )
        elif entry.deed in _ACTS:
            if before is None:
                problems.append(f"entry {entry.seq} is about an unknown version")
                continue
            standings[name] = _after(before, entry)
    return Told(standings=standings, deeds=deeds, problems=tuple(problems))


def disagreements(
    told: Told, found: Iterable[tuple[VersionName, Standing]]
) -> Iterator[str]:
    """Yield where the tables say something else than the history."""
    yield from told.problems
    unseen = dict(told.standings)
    for name, standing in found:
        item_id, version = name
        expected = unseen.pop(name, None)
        if expected is None:
            yield f"version {version} of {item_id} is not in the history"
        elif expected != standing:
            fields = ", ".join(
                field
                for field in Standing.__slots__
                if getattr(expected, field) != getattr(standing, field)
            )
            yield f"version {version} of {item_id}: the history tells another {fields}"
    for item_id, version in unseen:
        yield f"version {version} of {item_id} is gone"


_ACTS = frozenset({Deed.REVIEWED, Deed.SENT_BACK, Deed.APPROVED, Deed.RETIRED})


def _after(before: Standing, entry: HistoryEntry) -> Standing:
    standing = replace(before, status=entry.after.get("status", ""))
    if entry.deed is Deed.REVIEWED:
        return replace(standing, reviewed_by=entry.by)
    if entry.deed is Deed.SENT_BACK:
        return replace(standing, reviewed_by=None)
    if entry.deed is Deed.APPROVED:
        return replace(standing, approved_by=entry.by)
    return standing
