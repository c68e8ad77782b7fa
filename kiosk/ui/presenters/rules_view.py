"""The rules that a candidate reads before the start: the product's own, by the policies. Pure."""

from dataclasses import dataclass

from kiosk.ui.presenters.message import Message, message
from question_bank.formats.exam_package import DataClass, Manifest

MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """Which step of the way in a screen is."""

    number: int
    all_steps: int

    @property
    def words(self) -> Message:
        """How it is said."""
        return message("step.of", number=self.number, all=self.all_steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesView:
    """What the rules screen shows; `rules` from top to bottom."""

    step: StepView
    rules: tuple[Message, ...]


def rules_view(
    step: StepView, manifest: Manifest | None, extra_time_ms: int = 0
) -> RulesView:
    """Return the rules of a session.

    Args:
        manifest: None while the package is on its way: what depends on it is left out.
    """
    return RulesView(
        step=step,
        rules=(
            *_class_of(manifest),
            _time(manifest, extra_time_ms),
            message("rules.saving"),
            _hand_in(manifest),
            message("rules.own_work"),
            message("rules.help"),
            message("rules.leave"),
            message("rules.seen"),
        ),
    )


def _class_of(manifest: Manifest | None) -> tuple[Message, ...]:
    if manifest is None or manifest.data_class is DataClass.FORMAL:
        return ()
    if manifest.data_class is DataClass.PRACTICE:
        return (message("rules.practice"),)
    return (message("rules.trial"),)


def _time(manifest: Manifest | None, extra_time_ms: int) -> Message:
    if manifest is None:
        return message("rules.time_unknown")
    allowed_ms = manifest.policies.duration_ms + extra_time_ms
    return message("rules.time", minutes=allowed_ms // MINUTE_MS)


def _hand_in(manifest: Manifest | None) -> Message:
    earliest_ms = manifest.policies.earliest_hand_in_ms if manifest is not None else 0
    if not earliest_ms:
        return message("rules.hand_in_any")
    return message("rules.hand_in", minutes=-(-earliest_ms // MINUTE_MS))
