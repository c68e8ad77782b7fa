"""The report's plots as SVG, byte for byte the same for the same figures.

Text stays text in the reader's own fonts; colours differ in lightness too, so that a
print in grey can still be read.
"""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from question_bank.items.estimate import ONE
from question_bank.statistics.form_figures import (
    TaskFigures,
    expected_points_at,
    form_information_milli,
)

COLOURS = ("#1f4e79", "#c55a11", "#2e7d4f", "#7b4fa3", "#8a6d00", "#0f7f8c")
DASHES = ("-", "--", "-.", ":")

_LABELS = {
    "difficulty": "难度（预期得分率） difficulty",
    "items": "题数 items",
    "target": "目标",
    "ability": "能力 θ ability",
    "information": "信息量 information",
    "points": "预期得分 expected points",
}
"""Put in when the picture is done: the fonts that measure it have no Chinese."""

_ABILITIES = tuple(step / 10 for step in range(-30, 31))
_BINS = tuple(step / 20 for step in range(21))
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "exam-room",
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#8a94a0",
    "axes.labelcolor": "#3b4652",
    "xtick.color": "#3b4652",
    "ytick.color": "#3b4652",
    "grid.color": "#e3e7ec",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlottedForm:
    """What the plots know of one form.

    Attributes:
        item_difficulties: Of whole items, in thousandths.
    """

    form_code: str
    tasks: tuple[TaskFigures, ...]
    item_difficulties: tuple[int, ...]


def difficulty_plot(forms: Sequence[PlottedForm], edges: Sequence[int]) -> str:
    """Return a histogram of item difficulties; `edges` of bands stand as lines."""

    def draw(axes: Axes) -> None:
        axes.hist(
            [[value / ONE for value in form.item_difficulties] for form in forms],
            bins=list(_BINS),
            color=[COLOURS[index % len(COLOURS)] for index in range(len(forms))],
            label=[form.form_code for form in forms],
            rwidth=0.86,
        )
        for edge in edges:
            if 0 < edge < ONE:
                axes.axvline(edge / ONE, color="#8a94a0", linewidth=1, linestyle=":")
        axes.set_xlim(0.15, 1)
        axes.set_xlabel("difficulty")
        axes.set_ylabel("items")
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))

    return _svg(draw, "试题难度分布直方图", has_legend=len(forms) > 1)


def information_plot(
    forms: Sequence[PlottedForm], targets: Sequence[tuple[int, int]]
) -> str:
    """Return the information curves with the targets (ability, least; in thousandths)."""

    def draw(axes: Axes) -> None:
        for index, form in enumerate(forms):
            values = [
                form_information_milli(form.tasks, round(ability * ONE)) / ONE
                for ability in _ABILITIES
            ]
            _line(axes, index, form.form_code, values)
        if targets:
            axes.plot(
                [ability / ONE for ability, _ in targets],
                [least / ONE for _, least in targets],
                linestyle="none",
                marker="^",
                markersize=8,
                color="#b3261e",
                label="target",
            )
        axes.set_xlabel("ability")
        axes.set_ylabel("information")
        axes.set_ylim(bottom=0)

    return _svg(draw, "测验信息曲线", has_legend=True)


def score_plot(forms: Sequence[PlottedForm]) -> str:
    """Return the expected points over ability."""

    def draw(axes: Axes) -> None:
        for index, form in enumerate(forms):
            values = [expected_points_at(form.tasks, ability) for ability in _ABILITIES]
            _line(axes, index, form.form_code, values)
        axes.set_xlabel("ability")
        axes.set_ylabel("points")
        axes.set_ylim(bottom=0)

    return _svg(draw, "预期得分曲线", has_legend=len(forms) > 1)


def _line(axes: Axes, index: int, label: str, values: Sequence[float]) -> None:
    axes.plot(
        list(_ABILITIES),
        list(values),
        color=COLOURS[index % len(COLOURS)],
        linestyle=DASHES[index % len(DASHES)],
        linewidth=2,
        label=label,
    )


def _svg(draw: Callable[[Axes], None], label: str, *, has_legend: bool) -> str:
    with mpl.rc_context(_SETTINGS):
        figure = Figure(figsize=(5.6, 3.4), layout="constrained")
        axes = figure.add_subplot()
        axes.grid(visible=True, linewidth=0.8)
        axes.set_axisbelow(True)
        draw(axes)
        if has_legend:
            axes.legend(frameon=False)
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    # The prologue belongs to a file of its own, not into a page.
    svg = out.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = svg.replace("<svg", f'<svg role="img" aria-label="{label}"', 1)
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    for placed, shown in _LABELS.items():
        svg = svg.replace(f">{placed}</text>", f">{shown}</text>")
    return svg
