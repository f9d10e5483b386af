"""`/study status`, `/study help`, and the channel as it stands."""

from datetime import datetime

from bot import __version__
from bot.domain.errors import StudyError
from bot.domain.questions import select
from bot.domain.rounds import Schedule
from bot.engine import catalog
from bot.engine import commands as c
from bot.engine import views as v
from bot.engine.agenda import unseen_items
from bot.engine.claiming import GIVE_UP
from bot.engine.notices import notice_view
from bot.engine.ports.bank import Bank
from bot.engine.ports.store import Delivery, DeliveryKind, DeliveryState, Space, Tx
from bot.engine.postings import post_of
from bot.engine.roll import alive
from bot.engine.tokens import Token
from bot.engine.turn import Rules, Turn

FEED_LENGTH = 60


def status(turn: Turn, _: c.ShowStatus) -> v.View:
    """Last post, next post, why not, and what waits for a decision."""
    turn.admins_only("see the status")
    return overview(turn.tx, turn.bank, turn.rules, turn.space, turn.now, lacks=turn.asker.lacks)


def overview(
    tx: Tx, bank: Bank, rules: Rules, space: Space, now: datetime, *, lacks: tuple[tuple[str, str], ...] = ()
) -> v.StatusView:
    """How a space stands. It is read from the database alone, so it holds whether the bot runs or not."""
    channels = []
    failures: list[str] = []
    for schedule in tx.schedules.of(space.id):
        recent = tx.deliveries.recent(space.id, schedule.channel, 5)
        channels.append(_channel(tx, bank, schedule, recent))
        failures += [
            f"{one.channel}, {one.day}: {one.error}"
            for one in recent
            if one.state in (DeliveryState.FAILED, DeliveryState.PENDING) and one.error
        ]
    return v.StatusView(
        version=__version__,
        bank=bank.label,
        now=now,
        zone=space.zone,
        channels=tuple(channels),
        uncertain=tuple(_uncertain(rules, now, one) for one in tx.deliveries.uncertain(space.id)),
        failures=tuple(failures),
        lacks=tuple(v.Lack(name, why) for name, why in lacks),
        replicas=len(alive(tx)),
    )


def _uncertain(rules: Rules, now: datetime, delivery: Delivery) -> v.UncertainPost:
    buttons = [v.Button("It is there", Token("post", delivery.id, "there"), main=True)]
    if not _too_late(rules, now, delivery):
        buttons.append(v.Button("It is not: post again", Token("post", delivery.id, "again"), danger=True))
    return v.UncertainPost(_what(delivery), delivery.channel, delivery.first_at or delivery.due_at, tuple(buttons))


def _channel(tx: Tx, bank: Bank, schedule: Schedule, recent: list[Delivery]) -> v.ChannelStatus:
    posted = next((one for one in recent if one.state is DeliveryState.SENT), None)
    newest = recent[0] if recent else None
    why = ""
    if schedule.next_due is None or (schedule.next_day and schedule.paused_on(schedule.next_day)):
        why = f"paused{f': {schedule.pause_reason}' if schedule.pause_reason else ''}"
    elif newest is not None and newest.state is not DeliveryState.SENT:
        why = f"{newest.day}: {_became(newest)}"
    last = tx.rounds.get(posted.round) if posted and posted.round is not None else None
    left, _ = unseen_items(tx, bank, schedule)
    return v.ChannelStatus(
        channel=schedule.channel,
        last=f"Question {last.number}" if last else "",
        last_at=last.opens_at if last else None,
        next_due=schedule.next_due,
        why_not=why,
        unseen=left,
        pool=len(select(bank.items.values(), schedule.draw)),
    )


def _became(delivery: Delivery) -> str:
    """What became of a question that is not certainly there."""
    match delivery.state:
        case DeliveryState.UNKNOWN:
            return "nobody knows yet whether it arrived; it is being looked up"
        case DeliveryState.UNCERTAIN:
            return "it may or may not be there, and waits for your decision"
        case _:
            return f"{delivery.state}{f', {delivery.error}' if delivery.error else ''}"


def decide(turn: Turn, command: c.DecidePost) -> v.View:
    """An admin's word on an uncertain post."""
    turn.admins_only("decide about posts")
    waiting = turn.tx.deliveries.get(command.delivery)
    decided = None
    if command.again and waiting is not None and _too_late(turn.rules, turn.now, waiting):
        raise StudyError("It is too late to post this again.", "Mark it as posted; the next one comes on time.")
    if waiting is not None and waiting.space == turn.space.id:
        decided = turn.tx.deliveries.decide(command.delivery, again=command.again)
    if decided is None:
        raise StudyError(
            "There is nothing to decide about this post any more.", "`/study status` shows how things stand."
        )
    if command.again:
        return v.NoticeView("It will be posted again now.", "", good=True)
    if decided.kind is DeliveryKind.QUESTION and decided.round is not None:
        turn.tx.rounds.opened(decided.round, "", turn.now)
    return v.NoticeView("It is marked as posted.", "Its count of answers cannot be updated.", good=True)


def _too_late(rules: Rules, now: datetime, delivery: Delivery) -> bool:
    """Whether it would only be dropped: claiming has the same limits."""
    limit = rules.grace if delivery.kind is DeliveryKind.QUESTION else GIVE_UP
    return now - delivery.due_at > limit


def _what(delivery: Delivery) -> str:
    """What a post is, for an admin: `question of 2026-11-23`, or a notice by its words."""
    if delivery.kind is DeliveryKind.NOTICE:
        return f'notice "{notice_view(delivery.text).says[:60]}"'
    return f"{delivery.kind} of {delivery.day}" if delivery.day else f"{delivery.kind}"


def show_help(turn: Turn, command: c.ShowHelp) -> v.View:
    """The commands that the asker can use, or those that begin with a topic."""
    topic = command.topic.strip().removeprefix("/").casefold()
    verbs = tuple(verb for verb in catalog.VERBS if turn.may_use(verb))
    matching = tuple(verb for verb in verbs if topic in (verb.name, verb.path[-1]) or verb.name.startswith(f"{topic} "))
    if topic and not matching:
        return v.HelpView(f"There is no command `/{topic[:60]}`.", verbs)
    return v.HelpView(command.about, matching if topic else verbs)


def read_channel(turn: Turn, _: c.ReadChannel) -> v.View:
    """What the bot has posted here, rebuilt from the database."""
    posts = []
    keys: dict[int, str] = {}
    for delivery in turn.tx.deliveries.feed(turn.space.id, turn.asker.channel, FEED_LENGTH):
        post = post_of(turn.tx, turn.bank, turn.rules, delivery)
        if post is None:
            continue
        if delivery.round is not None:
            keys.setdefault(delivery.round, delivery.key)
        first = keys.get(delivery.round) if delivery.round is not None else None
        replies = post.reply_to is not None and first not in (None, delivery.key)
        posts.append(v.Posted(delivery.key, delivery.due_at, post.view, first if replies else None))
    return v.FeedView(turn.asker.channel, tuple(posts), turn.is_admin)
