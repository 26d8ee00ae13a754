"""What the bot writes: texts, cards, files. Nothing is previewed, no text of a person is parsed as markup."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from telegram import ForceReply, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.ports import PlatformError, Trouble
from bot.staff.cards import Button, Card
from bot.telegram_parts.drawing import card_html, keyboard, split
from bot.telegram_parts.wire import Wire, trouble

log = logging.getLogger(__name__)

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
PICTURES = {".png", ".jpg", ".jpeg", ".webp"}
PICTURE_BYTES = 10_000_000  # a photo may have 10 MB: https://core.telegram.org/bots/api#sending-files


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where something is written: a chat, a topic in it, an answer to a message."""

    chat: str
    thread: str = ""
    answers: str = ""

    def options(self, chat: int) -> dict[str, Any]:
        """The parameters every send method shares; none where the chat has a new id, for they are message numbers."""
        asked: dict[str, Any] = {}
        if str(chat) != self.chat:
            return asked
        if self.thread:
            asked["message_thread_id"] = int(self.thread)
        if self.answers:
            asked["reply_parameters"] = ReplyParameters(int(self.answers), allow_sending_without_reply=True)
        return asked


class Out:
    """Writes through the wire; every method raises PlatformError."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._client = wire.client

    async def say(self, spot: Spot, text: str, buttons: Sequence[Button] = ()) -> str:
        """Plain text in as many messages as it needs, buttons under the last; the first one's id."""
        *others, last = split(text) or [""]
        sent = [await self._send(spot, piece, markup=None) for piece in others]
        return [*sent, await self._send(spot, last, markup=keyboard(buttons))][0]

    async def rich(self, spot: Spot, markup_text: str, markup: InlineKeyboardMarkup | ForceReply | None = None) -> str:
        """HTML that is known to fit; its message id."""
        return await self._send(spot, markup_text, markup=markup, parse_mode=ParseMode.HTML)

    async def card(self, spot: Spot, card: Card) -> str:
        """A card; its message id."""
        return await self.rich(spot, card_html(card), keyboard(card.buttons))

    async def redraw(self, place: str, message: str, card: Card) -> None:
        """A card again in place; unchanged is success."""

        async def edit(chat: int) -> None:
            try:
                await self._client.edit_message_text(
                    card_html(card),
                    chat_id=chat,
                    message_id=int(message),
                    parse_mode=ParseMode.HTML,
                    reply_markup=keyboard(card.buttons),
                    link_preview_options=NO_PREVIEW,
                )
            except BadRequest as error:
                if "message is not modified" not in error.message.lower():
                    raise

        await self._wire.ask_about(place, edit)

    async def file(self, spot: Spot, file: tuple[str, bytes]) -> str:
        """A picture behind a spoiler, anything else as a document without a preview; its message id."""
        name, data = file
        if PurePath(name).suffix.lower() in PICTURES and len(data) <= PICTURE_BYTES:
            try:
                return await self._photo(spot, InputFile(data, filename=name))
            except PlatformError as error:
                if error.trouble is not Trouble.INVALID:
                    raise
        return await self._document(spot, InputFile(data, filename=name))

    async def acknowledge(self, query: str, text: str, *, alert: bool) -> None:
        """End the waiting state of a pressed button, with at most 200 characters."""
        try:
            await self._client.answer_callback_query(query, text=text or None, show_alert=alert if text else None)
        except TelegramError as error:
            raise trouble(error) from None

    async def _photo(self, spot: Spot, photo: InputFile) -> str:
        sent = await self._wire.ask(
            spot.chat, lambda chat: self._client.send_photo(chat, photo, has_spoiler=True, **spot.options(chat))
        )
        return str(sent.message_id)

    async def _document(self, spot: Spot, document: InputFile) -> str:
        sent = await self._wire.ask(
            spot.chat,
            lambda chat: self._client.send_document(
                chat, document, disable_content_type_detection=True, **spot.options(chat)
            ),
        )
        return str(sent.message_id)

    async def _send(
        self, spot: Spot, text: str, *, markup: InlineKeyboardMarkup | ForceReply | None, parse_mode: str | None = None
    ) -> str:
        sent = await self._wire.ask(
            spot.chat,
            lambda chat: self._client.send_message(
                chat,
                text,
                parse_mode=parse_mode,
                reply_markup=markup,
                link_preview_options=NO_PREVIEW,
                **spot.options(chat),
            ),
        )
        return str(sent.message_id)
