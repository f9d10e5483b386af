"""Who asks, and where; as the platforms say it."""

from dataclasses import dataclass, replace

from bot.domain.ids import ChannelId, Member, UserId


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and where. `is_admin` is the platform's own judgment; the space's owner is an admin besides."""

    member: Member
    name: str
    channel: ChannelId
    is_admin: bool = False
    has_forms: bool = True
    """Whether this door can show a form at once; where it cannot, verbs that open one explain the typed way."""
    lacks: tuple[tuple[str, str], ...] = ()
    """Permissions that the bot lacks here, and what each is for, where the payload tells."""
    may_hire: bool = False
    """Whether the platform's settings name this person as one who makes interview kits; admins may as well."""


def clean(text: str) -> str:
    """The text without what no database keeps: halves of characters, as broken JSON may hold them, and NUL."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def cleaned(asker: Asker) -> Asker:
    """The asker with clean texts."""
    member = Member(asker.member.space, UserId(clean(asker.member.user)))
    return replace(asker, member=member, name=clean(asker.name))
