"""Pictures, contact cards, positions and what cannot be looked at: what is sent with a message counts too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from moderation.domain import LIVE, Attachment, Finding, Look, Message, Role, Subject

if TYPE_CHECKING:
    from moderation.pictures.screen import Screen

STAFF: Final = frozenset({Role.STAFF, Role.GOVERNOR})
KINDS: Final[Mapping[str, tuple[str, float, str]]] = MappingProxyType(
    {
        "contact": ("personal_data", 0.6, "contact card: somebody's name and number"),
        "location": ("position", 0.35, "position: whose it is, is not known"),
        "photo": ("photo", 0.6, "photo: who is in it and their consent are not known"),
        "video": ("photo", 0.6, "video: who is in it and their consent are not known"),
        "screenshot": ("photo", 0.6, "screenshot: may show what others wrote in confidence"),
        "document": ("attachment", 0.3, "document: may hold what its name does not say"),
        "poll": ("attachment", 0.2, "poll: its question and answers were read"),
        "link": ("attachment", 0.1, "link: the page behind it was not read"),
        "forward": ("attachment", 0.1, "forward: the name of where it comes from was read"),
        "voice": ("not_screened", 1.0, "voice message: cannot be screened"),
        "audio": ("not_screened", 1.0, "audio: cannot be screened"),
        "sticker": ("not_screened", 1.0, "sticker: cannot be screened"),
    }
)
UNKNOWN: Final = ("not_screened", 1.0, "attachment of an unknown kind: cannot be screened")
STAFF_MAY: Final = frozenset({"photo", "video", "document", "poll", "location"})
STAFF_SCORE: Final = 0.1
PICTURES: Final = frozenset({"photo", "screenshot"})
OPENED: Final = PICTURES | {"document"}
SHOWS_PEOPLE: Final = PICTURES | {"video"}
NEVER_OPENED: Final = frozenset({"video"})  # a finding of its own kind, and not screened besides
REFUSED: Final = 0.95  # a pupil named beside a picture may not be shown in one
FACES: Final = 0.9
POSITION: Final = 0.9
MOVING: Final = 0.6
THEIRS: Final = 0.9  # a contact card that is somebody else's, by the words beside it
PUBLIC: Final = 0.3  # an organisation's
INSTALL: Final = "in Schoolgate's folder run .venv/bin/python -m pip install -e "


def build(
    *,
    kinds: Mapping[str, float] | None = None,
    read_text: bool | None = None,
    count_faces: bool = False,
    photo_refused: Callable[[str], int | None] | None = None,
) -> Attachments:
    """A detector of attachments; raises ValueError on a bad option.

    `kinds` gives another score (0 to 1) for a kind. `read_text`: whether lettering in pictures is read (None: where the
    `ocr` extra is installed). `count_faces`: whether faces in pictures are counted (the `faces` extra).
    `photo_refused` says how many of the pupils a caption names have no photo consent, None when it names nobody.
    """
    scores = {kind: score for kind, (_, score, _) in KINDS.items()}
    for kind, score in (kinds or {}).items():
        if kind not in KINDS:
            raise ValueError(f"attachments: option 'kinds' knows no {kind!r}, use {', '.join(KINDS)}")
        if not 0 <= score <= 1:
            raise ValueError(f"attachments: option 'kinds': the score of {kind} must be between 0 and 1")
        scores[kind] = score
    return Attachments(MappingProxyType(scores), _screen(read_text=read_text, count_faces=count_faces), photo_refused)


def _screen(*, read_text: bool | None, count_faces: bool) -> Screen:
    from moderation.pictures import faces, lettering
    from moderation.pictures.screen import Screen

    if read_text and not lettering.installed():
        raise ValueError(f"attachments: option 'read_text' needs the ocr extra: {INSTALL}'.[ocr]'")
    if count_faces and not faces.installed():
        raise ValueError(f"attachments: option 'count_faces' needs the faces extra: {INSTALL}'.[faces]'")
    reads = lettering.installed() if read_text is None else read_text
    return Screen(read=lettering.reader() if reads else None, count=faces.counter() if count_faces else None)


@dataclass(frozen=True, slots=True)
class Attachments:
    """What each attachment is, who sent it, and what was seen in it when it was opened."""

    scores: Mapping[str, float]
    screen: Screen
    photo_refused: Callable[[str], int | None] | None = None
    name: str = "attachments"
    categories: frozenset[str] = frozenset({"attachment", "photo", "position", "personal_data", "not_screened"})

    def __call__(self, subjects: Sequence[Subject]) -> list[list[Finding]]:
        """What was sent with each subject."""
        return [
            [found for sent in subject.message.attachments for found in self._look(subject.message, sent)]
            for subject in subjects
        ]

    def opens(self, sent: Attachment) -> bool:
        """Pictures and files; voices, moving pictures and stickers cannot be screened."""
        return sent.kind in OPENED

    def open(self, sent: Attachment, data: bytes) -> Look:
        """What is in a picture or a file."""
        return self.screen.picture(data) if sent.kind in PICTURES else self.screen.document(data)

    def _look(self, message: Message, sent: Attachment) -> Iterator[Finding]:
        is_theirs = message.author.role in STAFF and sent.kind in STAFF_MAY
        yield self._kind(message, sent, is_theirs=is_theirs)
        if sent.seen and sent.seen.position:
            yield self._found("position", POSITION, f"{sent.kind}: its file says where it was made")
        if trouble := _not_screened(sent):
            score = STAFF_SCORE if is_theirs else 1.0
            yield self._found("not_screened", score, f"{sent.kind}: not screened, {trouble}")

    def _kind(self, message: Message, sent: Attachment, *, is_theirs: bool) -> Finding:
        kind = "photo" if sent.kind == "document" and sent.seen and sent.seen.picture else sent.kind
        category, score, why = KINDS.get(kind, UNKNOWN)
        score = self.scores.get(kind, score)
        if sent.kind == "location" and sent.text == LIVE:
            score, why = max(score, MOVING), "live position: where somebody is now"
        if sent.kind == "contact":
            score = _contact(message.text, score)
        if is_theirs:
            score = min(score, STAFF_SCORE)
        if kind in SHOWS_PEOPLE:
            return self._picture(message, sent, Finding(category=category, score=score, detector=self.name, why=why))
        return self._found(category, score, why)

    def _picture(self, message: Message, sent: Attachment, plain: Finding) -> Finding:
        """Surer where it shows faces, surest where a pupil who is named may not be shown."""
        faces = (sent.seen.faces or 0) if sent.seen else 0
        seen = f"{plain.why}; faces counted: {faces}" if faces else plain.why
        refused = self.photo_refused(_caption(message)) if self.photo_refused else None
        if refused:
            return self._found(plain.category, REFUSED, f"{sent.kind}: pupils named without photo consent: {refused}")
        is_parents = message.author.role not in STAFF
        return self._found(plain.category, max(plain.score, FACES) if faces and is_parents else plain.score, seen)

    def _found(self, category: str, score: float, why: str) -> Finding:
        return Finding(category=category, score=score, detector=self.name, why=why)


def _contact(text: str, score: float) -> float:
    from moderation.recognisers.ownership import Whose, whose

    match whose(text, len(text), len(text)):
        case Whose.OTHER:
            return max(score, THEIRS)
        case Whose.PUBLIC:
            return min(score, PUBLIC)
    return score


def _not_screened(sent: Attachment) -> str:
    """What of an attachment nothing looked at; "" for nothing."""
    if sent.kind in NEVER_OPENED:
        return "what it shows and says cannot be"
    if sent.seen:
        return sent.seen.trouble
    return "it was not opened" if sent.handle and sent.kind in OPENED else ""


def _caption(message: Message) -> str:
    """Everything that is said of the pictures: a name may stand beside any of them."""
    said = (part for sent in message.attachments for part in (sent.text, sent.seen.text if sent.seen else ""))
    return "\n".join(filter(None, (message.text, *said)))
