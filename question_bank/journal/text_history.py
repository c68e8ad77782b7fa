"""Earlier versions of a typed answer that are worth going back to (row 12). Pure.

Every pause in typing is an entry; as many versions would help nobody. One is kept when
text was taken away, and else one for each half minute of writing.
"""

from dataclasses import dataclass

KEPT_EVERY_MS = 30_000
MOST_VERSIONS = 40
"""Of one task. Beyond it the oldest but the very first goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierText:
    """A text that an answer had.

    Attributes:
        since_ms, until_ms: Exam time used when it was entered, and when it was
            replaced by another.
    """

    text: str
    since_ms: int
    until_ms: int


def with_earlier(
    versions: tuple[EarlierText, ...], replaced: EarlierText, new_text: str
) -> tuple[EarlierText, ...]:
    """Return the versions after `replaced` was replaced by `new_text`."""
    if not replaced.text.strip() or replaced.text == new_text:
        return versions
    only_grew = new_text.startswith(replaced.text)
    newest_ms = versions[-1].until_ms if versions else 0
    if only_grew and replaced.until_ms - newest_ms < KEPT_EVERY_MS:
        return versions
    if any(version.text == replaced.text for version in versions):
        return versions
    kept = (*versions, replaced)
    if len(kept) > MOST_VERSIONS:
        kept = (kept[0], *kept[2:])
    return kept
