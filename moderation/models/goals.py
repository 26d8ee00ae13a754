"""What the model was to reach, beside what it reached: the first table of its card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from moderation.models.evaluate import HIDE, Report

ENOUGH: Final = 40
"""Dev examples from which on a category has a goal of its own."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal; `least` False: the figure should be at most `wanted`."""

    name: str
    wanted: float
    reached: float
    least: bool = True

    @property
    def met(self) -> bool:
        """Whether it was reached."""
        return self.reached >= self.wanted if self.least else self.reached <= self.wanted


def goals(figures: Mapping[str, Any]) -> list[Goal]:
    """The goals of the project's plan with this run's figures."""
    public = {each.name: each for each in figures["public"]}
    identity = figures["dev"].groups.get("identity words", (1, 0))
    return [
        *_messages("dev", figures["dev"]),
        *(_messages("schools never seen", figures["unseen"]) if "unseen" in figures else ()),
        Goal("AUC on Jigsaw comments", 0.90, public["jigsaw"].auc),
        Goal("AUC on dynamically generated hate", 0.85, public["dghs"].auc),
        Goal("benign dev messages with identity words hidden", 0.10, identity[1] / max(1, identity[0]), least=False),
        Goal(
            "harmless generated sentences with identity words hidden", 0.10, public["dghs"].identity_hidden, least=False
        ),
    ]


def _messages(name: str, report: Report) -> Iterator[Goal]:
    whole, *categories = report.figures
    yield Goal(f"{name}: {HIDE}, F1", 0.88, whole.f1)
    yield Goal(f"{name}: benign messages hidden", 0.03, report.false_hide_rate, least=False)
    for each in categories:
        if each.support >= ENOUGH:
            yield Goal(f"{name}: {each.name}, F1", 0.65, each.f1)


def table(found: list[Goal]) -> tuple[str, ...]:
    """As Markdown."""
    rows = (
        f"| {goal.name} | {'at least' if goal.least else 'at most'} {goal.wanted:.2f} | {goal.reached:.3f} "
        f"| {'yes' if goal.met else 'no'} |"
        for goal in found
    )
    return ("| goal | wanted | reached | met |", "|---|--:|--:|---|", *rows)
