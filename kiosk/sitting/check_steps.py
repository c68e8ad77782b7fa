"""Between "this is me" and the start: what is read and tried, and what a start does to it.

Pure. The steps follow one another in the order of `CheckStep`; what the package does not
need is left out. When the room starts meanwhile, the candidate may begin at once and is
begun for after `FORCED_AFTER_MS`: nobody loses exam time that they do not give away, and
nobody is left behind at a headset check.
"""

from dataclasses import dataclass
from enum import StrEnum

from question_bank.formats.exam_package import Manifest

FORCED_AFTER_MS = 3 * 60_000
"""From when the start could have been taken; long enough for all of the checks."""


class CheckStep(StrEnum):
    """One step, shown on one screen."""

    RULES = "rules"
    HEADSET = "headset"
    INPUT = "input"


class StartOffer(StrEnum):
    """What the room's start means to somebody at the checks."""

    NONE = "none"
    """The exam has not begun."""
    OFFERED = "offered"
    """It has: the candidate may begin now, or finish the step."""
    FORCED = "forced"
    """It has for too long: the sitting begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckNeeds:
    """What a package asks of the way in."""

    headset: bool = True
    keyboard: bool = True


def check_needs(manifest: Manifest | None) -> CheckNeeds:
    """Return what is to be tried, as the package says.

    Args:
        manifest: None while the package is on its way: then the keyboard alone.
    """
    if manifest is None:
        return CheckNeeds(headset=False)
    policies = manifest.policies
    return CheckNeeds(
        headset=policies.needs_headset_check,
        keyboard=policies.needs_input_check,
    )


def next_step(needs: CheckNeeds, done: frozenset[CheckStep]) -> CheckStep | None:
    """Return the first step that is still to be done; None: ready to wait."""
    wanted = {
        CheckStep.RULES: True,
        CheckStep.HEADSET: needs.headset,
        CheckStep.INPUT: needs.keyboard,
    }
    return next((step for step in CheckStep if wanted[step] and step not in done), None)


def steps_of(needs: CheckNeeds) -> tuple[CheckStep, ...]:
    """Return all steps of this way in, in order, for "step 1 of 3"."""
    steps: list[CheckStep] = []
    while (step := next_step(needs, frozenset(steps))) is not None:
        steps.append(step)
    return tuple(steps)


def start_offer(startable_for_ms: int | None) -> StartOffer:
    """Return what to do about the start.

    Args:
        startable_for_ms: How long this candidate could have begun; None: not yet.
    """
    if startable_for_ms is None:
        return StartOffer.NONE
    if startable_for_ms < FORCED_AFTER_MS:
        return StartOffer.OFFERED
    return StartOffer.FORCED


def forced_in_ms(startable_for_ms: int) -> int:
    """Return the time until the sitting begins by itself, never below 0."""
    return max(0, FORCED_AFTER_MS - startable_for_ms)
