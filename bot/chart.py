"""The digest's chart: eight weeks of cases, and this week's by clause; readable in grey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from threading import Lock

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

INK = "black"
PALE = "0.88"
DARK = "0.45"
MOST_CLAUSES = 10
DRAWING = Lock()  # matplotlib is not made for several threads at once


def draw(trend: Sequence[int], by_clause: Mapping[str, int], weeks: Sequence[str]) -> bytes:
    """A PNG of 1,000 by 400 pixels. `weeks` names the bars of `trend`, oldest first."""
    with DRAWING:
        return _png(trend, by_clause, weeks)


def _png(trend: Sequence[int], by_clause: Mapping[str, int], weeks: Sequence[str]) -> bytes:
    figure = Figure(figsize=(10, 4), dpi=100, layout="constrained")
    FigureCanvasAgg(figure)
    left, right = figure.subplots(1, 2)
    _trend(left, trend, weeks)
    _clauses(right, by_clause)
    png = BytesIO()
    figure.savefig(png, format="png")
    return png.getvalue()


def _trend(axes: Axes, trend: Sequence[int], weeks: Sequence[str]) -> None:
    shades = [PALE] * (len(trend) - 1) + [DARK] * bool(trend)
    hatches = [""] * (len(trend) - 1) + ["//"] * bool(trend)
    bars = axes.bar(range(len(trend)), trend, color=shades, edgecolor=INK, hatch=hatches)
    axes.bar_label(bars, padding=2)
    axes.set_xticks(range(len(trend)), [week.rpartition("-")[2] for week in weeks])
    axes.set_title("New cases by week")
    _plain(axes, max(trend, default=0), axis="y")


def _clauses(axes: Axes, by_clause: Mapping[str, int]) -> None:
    axes.set_title("This week by clause")
    ranked = sorted(by_clause.items(), key=lambda item: (item[1], item[0]))[-MOST_CLAUSES:]
    if not ranked:
        axes.text(0.5, 0.5, "no new cases", ha="center", va="center", transform=axes.transAxes)
        axes.set_axis_off()
        return
    bars = axes.barh([name for name, _ in ranked], [number for _, number in ranked], color=PALE, edgecolor=INK)
    axes.bar_label(bars, padding=2)
    _plain(axes, ranked[-1][1], axis="x")


def _plain(axes: Axes, top: int, *, axis: str) -> None:
    """Whole numbers are written at the bars; the axis itself needs none."""
    room = max(top, 1) * 1.15
    if axis == "y":
        axes.set_ylim(0, room)
        axes.set_yticks([])
    else:
        axes.set_xlim(0, room)
        axes.set_xticks([])
    axes.spines[["top", "right"]].set_visible(False)
