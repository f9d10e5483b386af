"""Names of files: readable, safe on every file system, and the same for the same kit."""

import hashlib
import re
import unicodedata

from bot.domain.kits.values import Copy, Format, Sheet

_MOST_OF_A_TITLE = 40


def reference(code: str) -> str:
    """Eight characters that name a kit in a conversation. The code cannot be told from them."""
    return hashlib.sha256(code.encode()).hexdigest()[:8]


def slug(title: str) -> str:
    """Lower-case ASCII letters, digits and hyphens; empty where nothing of the title is left."""
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    return words if len(words) <= _MOST_OF_A_TITLE else words[:_MOST_OF_A_TITLE].rsplit("-", 1)[0]


def file_name(sheet: Sheet, format: Format, copy: Copy) -> str:
    """`interview-kit-ml-engineer-1a2b3c4d-candidate.pdf`."""
    endings = {Format.MOODLE: "moodle.xml", Format.GIFT: "gift.txt", Format.QTI: "qti.zip"}
    parts = ("interview-kit", slug(sheet.kit.title), reference(sheet.code), copy.value)
    return "-".join(part for part in parts if part) + f".{endings.get(format, format.value)}"
