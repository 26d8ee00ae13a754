"""The digest's chart: eight weeks of cases, this week's by clause, and each clause's weeks; readable in grey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from threading import Lock

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from moderation.digest import Texts

INK = "black"
PALE = "0.88"
DARK = "0.45"
MOST_CLAUSES = 10
WIDE = 7.2  # inches of 100 pixels: at half that width, on a phone, the letters are still 10 pixels high
LETTERS = 14.5  # points
ROW = 0.42  # inches for a clause
DRAWING = Lock()  # matplotlib is not made for several threads at once
Number = int | str  # a word is written where a number may not be drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What is drawn. `weeks` names the bars of `trend` and the columns of `clause_trend`, oldest first."""

    texts: Texts
    trend: Sequence[Number]
    by_clause: Mapping[str, Number]
    weeks: Sequence[str]
    clause_trend: Mapping[str, Sequence[int]] = field(default_factory=dict)


def draw(picture: Picture) -> bytes:
    """A PNG, 720 pixels wide: the weeks, this week's clauses, and the clauses' own weeks, one below the other."""
    with DRAWING, rc_context({"font.size": LETTERS, "axes.titlesize": LETTERS + 2}):
        return _png(picture)


def _png(picture: Picture) -> bytes:
    clauses, rows = (min(len(each), MOST_CLAUSES) for each in (picture.by_clause, picture.clause_trend))
    heights = [3.2, 0.7 + ROW * max(clauses, 1), *([0.9 + ROW * rows] if rows else [])]
    figure = Figure(figsize=(WIDE, sum(heights)), dpi=100, layout=ConstrainedLayoutEngine(h_pad=0.1, w_pad=0.1))
    FigureCanvasAgg(figure)
    spaces = figure.add_gridspec(len(heights), 1, height_ratios=heights)
    _trend(figure.add_subplot(spaces[0]), picture)
    _clauses(figure.add_subplot(spaces[1]), picture)
    if rows:
        _table(figure.add_subplot(spaces[2]), picture)
    png = BytesIO()
    figure.savefig(png, format="png")
    return png.getvalue()


def _trend(axes: Axes, picture: Picture) -> None:
    trend = picture.trend
    shades = [PALE] * (len(trend) - 1) + [DARK] * bool(trend)
    hatches = [""] * (len(trend) - 1) + ["//"] * bool(trend)
    heights = [_height(number) for number in trend]
    bars = axes.bar(range(len(trend)), heights, color=shades, edgecolor=INK, hatch=hatches)
    axes.bar_label(bars, [str(number) for number in trend], padding=2)
    axes.set_xticks(range(len(trend)), [_short(week) for week in picture.weeks])
    axes.set_title(picture.texts.text("digest-chart-weeks"), wrap=True)
    _plain(axes, max(heights, default=0), axis="y")


def _clauses(axes: Axes, picture: Picture) -> None:
    said, by_clause = picture.texts.text, picture.by_clause
    axes.set_title(_most(said("digest-chart-clauses"), len(by_clause), picture.texts), wrap=True)
    ranked = sorted(by_clause.items(), key=lambda item: (_height(item[1]), item[0]))[-MOST_CLAUSES:]
    if not ranked:
        axes.text(0.5, 0.5, said("digest-chart-nothing"), ha="center", va="center", transform=axes.transAxes)
        axes.set_axis_off()
        return
    heights = [_height(number) for _, number in ranked]
    bars = axes.barh([name for name, _ in ranked], heights, color=PALE, edgecolor=INK)
    axes.bar_label(bars, [str(number) for _, number in ranked], padding=2)
    _plain(axes, heights[-1], axis="x")


def _table(axes: Axes, picture: Picture) -> None:
    """A row for each clause and a column for each week: the more cases, the darker, and the number in each."""
    busiest = sorted(picture.clause_trend, key=lambda name: (-sum(picture.clause_trend[name]), name))[:MOST_CLAUSES]
    cells = [list(picture.clause_trend[name]) for name in busiest]
    most = max(max(row) for row in cells) or 1
    axes.imshow(cells, cmap="Greys", vmin=0, vmax=most * 2, aspect="auto")  # never so dark that ink is lost on it
    for row, numbers in enumerate(cells):
        for column, number in enumerate(numbers):
            axes.text(column, row, str(number), ha="center", va="center", color=INK)
    heading = _most(picture.texts.text("digest-chart-table"), len(picture.clause_trend), picture.texts)
    axes.set_title(heading, wrap=True)
    axes.set_xticks(range(len(picture.weeks)), [_short(week) for week in picture.weeks])
    axes.set_yticks(range(len(busiest)), busiest)
    axes.tick_params(length=0)


def _most(heading: str, clauses: int, texts: Texts) -> str:
    """The heading, which says so where some clauses are left out."""
    if clauses <= MOST_CLAUSES:
        return heading
    return texts.text("digest-chart-top", heading=heading, shown=MOST_CLAUSES, count=clauses)


def _height(number: Number) -> int:
    return number if isinstance(number, int) else 0


def _short(week: str) -> str:
    return week.rpartition("-")[2]


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
