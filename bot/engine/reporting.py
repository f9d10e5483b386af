"""`/study status`, `/study help`, and the channel as it stands."""

from bot import __version__
from bot.domain.errors import StudyError
from bot.domain.questions import select
from bot.domain.rounds import Schedule
from bot.engine import catalog
from bot.engine import commands as c
from bot.engine import views as v
from bot.engine.agenda import unseen_items
from bot.engine.ports.store import Delivery, DeliveryKind, DeliveryState
from bot.engine.postings import post_of
from bot.engine.tokens import Token
from bot.engine.turn import Turn

FEED_LENGTH = 60


def status(turn: Turn, _: c.ShowStatus) -> v.View:
    """Last post, next post, why not, and what waits for a decision."""
    turn.admins_only("see the status")
    channels = []
    failures: list[str] = []
    for schedule in turn.tx.schedules.of(turn.space.id):
        recent = turn.tx.deliveries.recent(turn.space.id, schedule.channel, 5)
        channels.append(_channel(turn, schedule, recent))
        failures += [
            f"{one.channel}, {one.day}: {one.error}"
            for one in recent
            if one.state in (DeliveryState.FAILED, DeliveryState.PENDING) and one.error
        ]
    uncertain = tuple(_uncertain(turn, one) for one in turn.tx.deliveries.uncertain(turn.space.id))
    return v.StatusView(
        __version__, turn.bank.label, turn.now, turn.space.zone, tuple(channels), uncertain, tuple(failures)
    )


def _uncertain(turn: Turn, delivery: Delivery) -> v.UncertainPost:
    buttons = [v.Button("It is there", Token("post", delivery.id, "there"), main=True)]
    if not _too_late(turn, delivery):
        buttons.append(v.Button("It is not: post again", Token("post", delivery.id, "again"), danger=True))
    return v.UncertainPost(
        f"{delivery.kind} of {delivery.day}", delivery.channel, delivery.first_at or delivery.due_at, tuple(buttons)
    )


def _channel(turn: Turn, schedule: Schedule, recent: list[Delivery]) -> v.ChannelStatus:
    posted = next((one for one in recent if one.state is DeliveryState.SENT), None)
    newest = recent[0] if recent else None
    why = ""
    if schedule.next_due is None or (schedule.next_day and schedule.paused_on(schedule.next_day)):
        why = f"paused{f': {schedule.pause_reason}' if schedule.pause_reason else ''}"
    elif newest is not None and newest.state is not DeliveryState.SENT:
        why = f"{newest.day}: {newest.state}{f', {newest.error}' if newest.error else ''}"
    last = turn.tx.rounds.get(posted.round) if posted and posted.round is not None else None
    left, _ = unseen_items(turn.tx, turn.bank, schedule)
    return v.ChannelStatus(
        channel=schedule.channel,
        last=f"Question {last.number}" if last else "",
        last_at=last.opens_at if last else None,
        next_due=schedule.next_due,
        why_not=why,
        unseen=left,
        pool=len(select(turn.bank.items.values(), schedule.draw)),
    )


def decide(turn: Turn, command: c.DecidePost) -> v.View:
    """An admin's word on an uncertain post."""
    turn.admins_only("decide about posts")
    waiting = turn.tx.deliveries.get(command.delivery)
    decided = None
    if command.again and waiting is not None and _too_late(turn, waiting):
        raise StudyError(
            "It is too late to post this question again.", "Mark it as posted; the next one comes on time."
        )
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


def _too_late(turn: Turn, delivery: Delivery) -> bool:
    return delivery.kind is DeliveryKind.QUESTION and turn.now - delivery.due_at > turn.rules.grace


def show_help(turn: Turn, command: c.ShowHelp) -> v.View:
    """The commands that the asker can use, or those that begin with a topic."""
    topic = command.topic.strip().removeprefix("/").casefold()
    verbs = tuple(verb for verb in catalog.VERBS if turn.is_admin or not verb.admin)
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
