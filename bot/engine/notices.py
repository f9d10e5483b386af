"""Notices to a channel or its admins, told once per condition."""

from bot.domain.ids import ChannelId
from bot.domain.rounds import Schedule
from bot.engine import views as v
from bot.engine.tokens import Token, read


def notice_text(says: str, next_step: str = "", button: tuple[str, Token] | None = None) -> str:
    """A notice as it is kept: three lines, the last one `token|label` or empty."""
    return f"{says}\n{next_step}\n{f'{button[1]}|{button[0]}' if button else ''}"


def count_of(number: int) -> str:
    """How often, in words."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def notice_view(text: str) -> v.NoticeView:
    says, next_step, button = [*text.split("\n"), "", ""][:3]
    token, _, label = button.partition("|")
    return v.NoticeView(says, next_step, buttons=(v.Button(label, read(token), main=True),) if label else ())


def notice_place(schedule: Schedule) -> ChannelId:
    """Where the admins of this schedule want to be told."""
    return ChannelId(schedule.notice) if schedule.notice else schedule.channel
