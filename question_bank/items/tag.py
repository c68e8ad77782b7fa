r"""Tags: what of the standard a task is about, such as `初级/2.1` or `初级/2.1.3`.

Level / domain.task, and the competency (职业能力) where it is known. Pure.
"""

import re
from dataclasses import dataclass
from typing import Annotated, NewType

import msgspec

Tag = NewType("Tag", str)

TAG_PATTERN = r"\A[^\s/]{1,20}/[1-9][0-9]?\.[1-9][0-9]?(\.[1-9][0-9]?)?\Z"
TagField = Annotated[Tag, msgspec.Meta(pattern=TAG_PATTERN)]
Tags = Annotated[tuple[TagField, ...], msgspec.Meta(max_length=20)]

_PARTS = re.compile(
    r"(?P<level>[^\s/]{1,20})/(?P<domain>[0-9]{1,2})\.(?P<task>[0-9]{1,2})"
    r"(?:\.(?P<competency>[0-9]{1,2}))?"
)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class TagParts:
    """A tag taken apart; numbers are those of the standard, from 1.

    Attributes:
        competency: None where the tag ends at the task.
    """

    level: str
    domain: int
    task: int
    competency: int | None = None

    @property
    def domain_code(self) -> str:
        """The domain as the standard numbers it, such as `2`."""
        return str(self.domain)

    @property
    def task_code(self) -> str:
        """The work task (工作任务) as the standard numbers it, such as `2.1`."""
        return f"{self.domain}.{self.task}"


def parse_tag(text: str) -> TagParts:
    """Take a tag apart.

    Raises:
        ValueError: not `level/domain.task` or `level/domain.task.competency`.
    """
    found = _PARTS.fullmatch(text)
    if found is None or re.fullmatch(TAG_PATTERN, text) is None:
        raise ValueError(f"expected a tag such as 初级/2.1 or 初级/2.1.3, not {text!r}")
    competency = found["competency"]
    return TagParts(
        level=found["level"],
        domain=int(found["domain"]),
        task=int(found["task"]),
        competency=None if competency is None else int(competency),
    )
