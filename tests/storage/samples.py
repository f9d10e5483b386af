"""Rows to start from: a space with a schedule, a member and a round."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.ids import ChannelId, ItemId, Member, RoundId, ScheduleId, SpaceId, UserId
from bot.domain.questions import Style
from bot.domain.rounds import Feedback, Phase, Round, Schedule, Submission
from bot.domain.timetable import Timetable
from bot.engine.ports.store import DeliveryKind, Tx

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = NOW.date()
SPACE = SpaceId("test:space")
CHANNEL = ChannelId("study")
ANA = Member(SPACE, UserId("ana"))


def space(tx: Tx, name: SpaceId = SPACE) -> None:
    tx.people.add_space(name, zone="UTC", seed="seed", at=NOW)


def schedule(tx: Tx, channel: ChannelId = CHANNEL) -> Schedule:
    """A schedule on every day at nine, in a space that is made when it is new."""
    space(tx)
    table = Timetable(ZoneInfo("UTC"), time(9), frozenset(range(7)))
    return tx.schedules.save(Schedule(ScheduleId(0), SPACE, channel, table, next_day=DAY, next_due=NOW))


def a_round(of: Schedule, day: date = DAY, item: str = "beginner/overfitting") -> Round:
    return Round(
        id=RoundId(0),
        number=0,
        space=of.space,
        channel=of.channel,
        schedule=of.id,
        day=day,
        item=ItemId(item),
        item_digest="digest",
        style=Style.OPEN,
        check=None,
        feedback=Feedback.CLOSE,
        opens_at=NOW,
        closes_at=NOW + timedelta(hours=8),
        phase=Phase.PLANNED,
    )


def opened(tx: Tx, day: date = DAY, channel: ChannelId = CHANNEL) -> Round:
    """An open round, posted as message `m`."""
    of = schedule(tx, channel)
    tx.rounds.keep_item("digest", "source")
    made = tx.rounds.add(a_round(of, day))
    assert made is not None
    tx.rounds.opened(made.id, "m", NOW)
    return replace(made, phase=Phase.OPEN, message="m")


def answer(round: Round, member: Member = ANA, text: str = "Mine") -> Submission:
    return Submission(round.id, member, None, text, None, NOW)


def planned(tx: Tx, key: str = "key", **values: object) -> int:
    """The id of a delivery that waits to be sent."""
    space(tx)
    tx.deliveries.plan(  # type: ignore[call-arg]
        **{"key": key, "kind": DeliveryKind.NOTICE, "space": SPACE, "channel": CHANNEL, "due_at": NOW} | values
    )  # type: ignore[arg-type]
    return tx.deliveries.waiting(NOW, ["test"], 99)[-1].id
