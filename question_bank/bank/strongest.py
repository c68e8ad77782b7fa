"""Which of several estimates of a task is in force. Pure.

Source:
    docs/decisions/0211-which-estimate-is-in-force.md
"""

from collections.abc import Mapping
from types import MappingProxyType

from question_bank.items.estimate import EstimateOrigin, TaskEstimate

STRENGTH: Mapping[EstimateOrigin, int] = MappingProxyType(
    {origin: strength for strength, origin in enumerate(EstimateOrigin)}
)
"""EstimateOrigin is declared from the weakest to the strongest."""


def replaces(newer: TaskEstimate, in_force: TaskEstimate | None) -> bool:
    """Return whether the one that was recorded later takes the other's place.

    The strongest origin counts, and among equals the newest: a judgement never replaces
    what candidates showed.
    """
    if in_force is None:
        return True
    return STRENGTH[newer.origin] >= STRENGTH[in_force.origin]
