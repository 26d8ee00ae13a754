"""The protocols between the bot's rooms: what a platform does, what it delivers, what records keep. No logic."""

from bot.ports.consents import Consents, EarlierPost
from bot.ports.inbound import Actor, Call, Group, Inbound, Press
from bot.ports.platform import Platform, PlatformError, Trouble
from bot.ports.records import Evidence, Figures, Order, Placed, Records, RecordsError, Restriction

__all__ = [
    "Actor",
    "Call",
    "Consents",
    "EarlierPost",
    "Evidence",
    "Figures",
    "Group",
    "Inbound",
    "Order",
    "Placed",
    "Platform",
    "PlatformError",
    "Press",
    "Records",
    "RecordsError",
    "Restriction",
    "Trouble",
]
