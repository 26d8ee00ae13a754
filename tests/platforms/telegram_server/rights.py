"""Names of permissions and administrator rights, and the platform's rules about them."""

from __future__ import annotations

from typing import Any

from tests.platforms.telegram_server.conformance import spec

MEDIA = tuple(f"can_send_{kind}" for kind in ("audios", "documents", "photos", "videos", "video_notes", "voice_notes"))
PERMISSIONS = tuple(spec()["types"]["ChatPermissions"]["fields"])
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")
RIGHTS = tuple(n for n in spec()["types"]["ChatAdministratorRights"]["fields"] if n not in CHANNEL_RIGHTS)
EVERYTHING = dict.fromkeys(PERMISSIONS, True)
NOTHING = dict.fromkeys(PERMISSIONS, False)

# What a new supergroup lets its members do (all but change its information, pin and manage topics).
DEFAULT_PERMISSIONS = EVERYTHING | {
    "can_change_info": False,
    "can_pin_messages": False,
    "can_manage_topics": False,
}

NEEDED = {
    "text": "can_send_messages",
    "contact": "can_send_messages",
    "location": "can_send_messages",
    "venue": "can_send_messages",
    "photo": "can_send_photos",
    "video": "can_send_videos",
    "audio": "can_send_audios",
    "document": "can_send_documents",
    "voice": "can_send_voice_notes",
    "video_note": "can_send_video_notes",
    "poll": "can_send_polls",
    "sticker": "can_send_other_messages",
    "animation": "can_send_other_messages",
    "dice": "can_send_other_messages",
}

KIND_WORDS = {
    "text": "text messages",
    "photo": "photos",
    "document": "documents",
    "video": "videos",
    "audio": "music",
    "voice": "voice notes",
    "video_note": "video notes",
    "poll": "polls",
    "contact": "contacts",
    "location": "locations",
    "venue": "venues",
    "sticker": "stickers",
    "animation": "animations",
    "dice": "dice",
}

# What an omitted permission takes its value from.
FOLLOWS = {
    "can_react_to_messages": "can_send_messages",
    "can_manage_topics": "can_pin_messages",
    "can_edit_tag": "can_pin_messages",
}

FOREVER = 0
SHORTEST, LONGEST = 30, 366 * 86400


def permissions_from(given: dict[str, Any], *, independent: bool) -> dict[str, bool]:
    """A ChatPermissions object as stored: what is not named is False, and some imply others.

    See `use_independent_chat_permissions` at https://core.telegram.org/bots/api#restrictchatmember and the
    defaults at https://core.telegram.org/bots/api#chatpermissions.
    """
    stored = {name: bool(given.get(name, False)) for name in PERMISSIONS}
    if not independent:
        if stored["can_send_other_messages"] or stored["can_add_web_page_previews"]:
            stored |= dict.fromkeys((*MEDIA, "can_send_messages"), True)
        if stored["can_send_polls"]:
            stored["can_send_messages"] = True
    omitted = {name: stored[follows] for name, follows in FOLLOWS.items() if name not in given}
    return stored | omitted


def end_of(until: int, now: float) -> int:
    """When a restriction ends, in Unix seconds; FOREVER for less than 30 seconds or more than 366 days ahead."""
    return until if SHORTEST <= until - now <= LONGEST else FOREVER


def kind_of(content: dict[str, Any]) -> str:
    """What a message holds, as a key of NEEDED."""
    return next((kind for kind in NEEDED if kind in content), "text")
