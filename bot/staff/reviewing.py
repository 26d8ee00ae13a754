"""What staff are shown when a restriction is about to end: renew it, or let it go."""

from __future__ import annotations

from bot.ports import Restriction
from bot.staff.cards import Button, Card
from bot.staff.words import Setting


def review_card(held: Restriction, setting: Setting) -> Card:
    """A restriction by staff that ends soon."""
    said = setting.staff.text
    fields = (
        (said("card-where"), setting.group.name),
        (said("review-since"), setting.staff.moment(held.since)),
        (said("review-by"), held.by),
        (said("card-clause"), held.clause),
        (said("review-reason"), held.reason),
        (said("card-what-now"), said("review-what")),
    )
    buttons = (
        Button(id=f"renew:{held.case}", label=said("press-renew"), style="danger"),
        Button(id=f"lift:{held.case}", label=said("press-lift"), style="good"),
    )
    return Card(title=said("review-title", case=held.case, until=held.until), fields=fields, buttons=buttons)
