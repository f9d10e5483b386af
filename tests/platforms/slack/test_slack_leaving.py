"""Slack repeats events, and a balancer gives the repetition to another replica: what is done, is done once."""

from bot.domain.ids import SpaceId
from bot.engine.roll import is_first
from bot.platforms.slack.leaving import Leaving, always
from tests.world import CHANNEL, World

SPACE = SpaceId("slack:T0HARNESS")


class Installations:
    """Remembers which ones were forgotten."""

    def __init__(self) -> None:
        self.forgotten: list[str | None] = []

    async def find(self, team: str | None, enterprise: str | None) -> None:
        return None

    async def forget(self, team: str | None, enterprise: str | None) -> None:
        self.forgotten.append(team)


def replica(world: World, kept: Installations) -> Leaving:
    return Leaving(world.engine, kept, lambda event: world.store.run(lambda tx: is_first(tx, f"slack:{event}")))


async def pause_reason(world: World) -> str:
    return await world.store.run(lambda tx: tx.schedules.of(SPACE)[0].pause_reason)


async def test_a_repetition_at_another_replica_does_not_undo_a_new_installation(world: World) -> None:
    await world.type("/study setup time=09:00 zone=UTC", "Boss", admin=True, space=SPACE)
    kept = Installations()
    one, two = replica(world, kept), replica(world, kept)
    await one.after("Ev1", "T0HARNESS", None)
    assert await pause_reason(world) == "the app was removed from Slack"
    # The app is installed again and the admin resumes; then Slack's retry arrives, five minutes late.
    await world.type("/study schedule resume", "Boss", admin=True, space=SPACE, channel=CHANNEL)
    await two.after("Ev1", "T0HARNESS", None)
    assert (await pause_reason(world), kept.forgotten) == ("", ["T0HARNESS"])
    # A further removal is another event.
    await two.after("Ev2", "T0HARNESS", None)
    assert (await pause_reason(world), len(kept.forgotten)) == ("the app was removed from Slack", 2)


async def test_an_event_without_an_id_is_never_taken_for_a_repetition(world: World) -> None:
    kept = Installations()
    for _ in range(2):
        await replica(world, kept).after("", "T0HARNESS", None)
    assert len(kept.forgotten) == 2
    assert await always("Ev1")
