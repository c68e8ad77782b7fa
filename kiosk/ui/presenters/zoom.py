"""How large a picture is shown. Pure."""

from dataclasses import dataclass

STEPS = (25, 33, 50, 67, 80, 100, 125, 150, 200, 250, 300, 400, 600, 800)
"""Percent of the picture's own size."""

MOST_FIT_PERCENT = 400
"""A small picture is not blown up further than this when it is to fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zoom:
    """A size in percent.

    Attributes:
        is_fit: It follows the room until somebody zooms.
    """

    percent: int
    is_fit: bool = False

    @property
    def larger(self) -> "Zoom":
        """The next step up; itself at the largest."""
        above = [step for step in STEPS if step > self.percent]
        return Zoom(percent=above[0]) if above else self

    @property
    def smaller(self) -> "Zoom":
        """The next step down; itself at the least."""
        below = [step for step in STEPS if step < self.percent]
        return Zoom(percent=below[-1]) if below else self

    @property
    def can_grow(self) -> bool:
        """Whether there is a step up."""
        return self.percent < STEPS[-1]

    @property
    def can_shrink(self) -> bool:
        """Whether there is a step down."""
        return self.percent > STEPS[0]


def fitting_zoom(width: int, height: int, room_width: int, room_height: int) -> Zoom:
    """Return the size at which a picture just fits a room, all in pixels."""
    if min(width, height, room_width, room_height) <= 0:
        return Zoom(percent=100, is_fit=True)
    percent = min(room_width * 100 // width, room_height * 100 // height)
    return Zoom(percent=max(1, min(percent, MOST_FIT_PERCENT)), is_fit=True)
