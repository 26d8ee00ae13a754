"""Groups where posts wait for a person: what follows from a message there. Pure."""

from __future__ import annotations

from dataclasses import replace

from moderation.domain import Action, Decision, Kind, Message, Ref, Role
from moderation.policy.pack import Pack

QUEUE = "held:"  # before the chat of a post that was handed in and never stood in the group


def hold(decision: Decision, message: Message, pack: Pack) -> Decision:
    """The decision for a group whose posts are held: it waits for staff, whatever was found; staff do not wait.

    What the policy would do by itself to the message or its author is left to whoever looks at it; only the
    safeguarding lead still hears at once. A post that reached the group in spite of all is taken down, and its
    author is told that it waits.
    """
    if message.author.role is Role.STAFF:
        return decision
    clause = pack.basis(Kind.HOLD, Kind.HIDE)
    wanted = [Action(kind=Kind.HOLD, clause=clause)]
    wanted += [action for action in decision.actions if action.kind is Kind.ALERT_DSL]
    wanted += [Action(kind=Kind.SIGNPOST, clause=clause)] if is_public(message.ref) else []
    return replace(decision, actions=(*wanted, Action(kind=Kind.NOTIFY_STAFF, clause=clause)))


def queued(ref: Ref) -> Ref:
    """The address of a post that is handed in for the chat of `ref` instead of being written there."""
    return replace(ref, chat=f"{QUEUE}{ref.chat}")


def place(ref: Ref) -> Ref:
    """Where a held post belongs: in the chat it was handed in for, or was written in."""
    return replace(ref, chat=ref.chat.removeprefix(QUEUE))


def is_public(ref: Ref) -> bool:
    """Whether the post was written in the group, where everybody could read it."""
    return not ref.chat.startswith(QUEUE)
