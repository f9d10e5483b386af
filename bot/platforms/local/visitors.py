"""Who is asking: a name that the page sends along. Nothing is proved here; that is why the page stays on loopback."""

import unicodedata
from urllib.parse import unquote

from bot.domain.errors import StudyError
from bot.domain.ids import ChannelId, Member, SpaceId, UserId
from bot.engine.commands import Asker

HEADER = "X-Visitor"
NAME_LIMIT = 40
# Embeddings, overrides and isolates turn the text around them, too; marks within a script (ZWJ, ZWNJ) stay.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")


def name_from(header: str) -> str:
    """The visitor's name, cleaned; raises StudyError when nothing is left of it or it is too long."""
    raw = unicodedata.normalize("NFC", unquote(header, errors="replace"))
    kept = "".join(" " if char.isspace() else char for char in raw if char.isspace() or _shows(char))
    name = " ".join(kept.split())
    if not name:
        raise StudyError("The page did not say who you are.", "Choose a name at the top of the page.")
    if len(name) > NAME_LIMIT:
        raise StudyError(f"This name has {len(name)} characters; {NAME_LIMIT} fit.", "Choose a shorter one.")
    return name


def _shows(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cs", "Cn", "Co") and char not in TURNING


def asker(name: str, space: SpaceId, channel: ChannelId) -> Asker:
    """The person behind a name; upper and lower case are the same person. The engine makes the first one the admin."""
    return Asker(Member(space, UserId(name.casefold())), name, channel)
