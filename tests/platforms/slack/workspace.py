"""A workspace for tests: the loopback Slack, and the real engine with the real Slack platform, in one process."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.bank.bank import PackBank
from bot.domain.ids import ChannelId, SpaceId
from bot.domain.questions import selectors
from bot.engine.delivering import Delivering
from bot.engine.ports.grader import Grader
from bot.engine.turn import Rules
from bot.platforms.slack.connect import Slack
from bot.platforms.slack.settings import SlackSettings
from tests.harness import FakeSlack
from tests.world import MONDAY, World

Surface = dict[str, Any]
SPACE = SpaceId("slack:T0HARNESS")


async def nobody_knows() -> None:
    """What time it is."""


async def at_once(seconds: float) -> None:
    """Waits no time at all."""


class Workspace(World):
    """A team in one channel. Time moves by `until` and `later`; everything between bot and Slack is real."""

    def __init__(
        self,
        fake: FakeSlack,
        database: Path,
        bank: PackBank,
        grader: Grader,
        *,
        rules: Rules | None = None,
        start: datetime = MONDAY,
        **settings: Any,
    ) -> None:
        super().__init__(database, bank, grader, rules=rules, start=start)
        self.fake = fake
        self.boss = fake.add_user("boss", is_admin=True)
        self.ana, self.ben, self.chloe = (fake.add_user(name) for name in ("ana", "ben", "chloe"))
        self.study = fake.add_channel("study", members=[self.boss, self.ana, self.ben, self.chloe])
        self.database = f"sqlite:///{database}"
        self.settings = SlackSettings(
            **(
                {
                    "enabled": True,
                    "bot_token": fake.bot_token,
                    "app_token": fake.app_token,
                    "api_base_url": fake.api_url,
                    "signing_secret": fake.signing_secret,
                    "port": 0,
                    "connections": 1,
                }
                | settings
            )
        )
        self.slack = self._connect()

    def _connect(self) -> Slack:
        slack = Slack(
            self.engine,
            self.settings,
            self.bank.folders,
            database=self.database,
            selectors=selectors(self.bank.items.values(), self.bank.topics),
        )
        slack.platform.settle_seconds = 0.0
        slack.platform.edit_seconds = 0.0
        # The clock that is turned by hand is not Slack's, and nobody waits by it.
        slack.platform.server_time = nobody_knows
        self.delivering = Delivering(
            self.store,
            self.bank,
            self.clock,
            {"slack": slack.platform},
            self.judge,
            self.rules,
            "one",
            pause=at_once,
        )
        return slack

    async def start(self) -> "Workspace":
        await self.slack.start()
        if self.settings.mode == "http":
            assert self.slack.web is not None
            self.fake.request_url = f"{self.slack.web.url}slack/events"
        else:
            await self.fake.wait_socket(self.settings.connections)
        return self

    async def restart(self) -> None:
        """Another process on the same database; whatever the old one remembered is gone."""
        await self.slack.stop()
        self.slack = self._connect()
        await self.start()

    async def close(self) -> None:
        await self.slack.stop()
        await super().close()

    @property
    def channel(self) -> ChannelId:
        return ChannelId(self.study["id"])

    async def type_(self, line: str, user: Surface | None = None, **more: Any) -> Surface:
        """Types a slash command; gives the private answer."""
        who = user or self.ana
        command, _, text = line.partition(" ")
        before = len(self.private(who))
        sent = await self.fake.command(command, text, user=who, channel=more.pop("channel", self.study), **more)
        assert sent.in_time, sent
        return await self.fake.wait_ephemeral(who, after=before)

    async def press(self, surface: Surface, label: str, user: Surface | None = None) -> Surface:
        """Presses a button; gives the new private answer."""
        who = user or self.ana
        before = len(self.private(who))
        sent = await self.fake.click(surface, text=self.whole(surface, label), user=who)
        assert sent.in_time, sent
        return await self.fake.wait_ephemeral(who, after=before)

    async def form(self, surface: Surface, label: str, user: Surface | None = None) -> Surface:
        """Presses a button that opens a form."""
        who = user or self.ana
        sent = await self.fake.click(surface, text=label, user=who)
        assert sent.in_time, sent
        return await self.fake.wait_modal(who)

    async def answer_by_form(self, text: str, user: Surface | None = None) -> Surface:
        who = user or self.ana
        form = await self.form(self.card(), "Answer", who)
        before = len(self.private(who))
        sent = await self.fake.submit(form, {"text": text}, user=who)
        assert sent.in_time, sent
        return await self.fake.wait_ephemeral(who, after=before)

    def whole(self, surface: Surface, label: str) -> str:
        """The label of the button that begins so."""
        labels = [(one.get("text") or {}).get("text", "") for one in self.fake.elements(surface)]
        return next(
            (one for one in labels if one == label), next((one for one in labels if one.startswith(label)), label)
        )

    def private(self, user: Surface) -> list[Surface]:
        return [one for one in self.fake.ephemerals if one["user_to"] == user["id"]]

    def card(self) -> Surface:
        """The question's post."""
        return next(one for one in reversed(self.fake.bot_messages(self.study)) if not one.get("thread_ts"))

    def text(self, surface: Surface) -> str:
        return self.fake.text_of(surface)

    async def set_up_slack(self, words: str = "time=09:00 zone=UTC days=mon-fri draw=beginner") -> Surface:
        return await self.type_(f"/study setup {words}", self.boss)

    async def open_question(self, words: str = "time=09:00 zone=UTC days=mon-fri draw=beginner") -> Surface:
        """Sets the channel up and lets the first question come."""
        await self.set_up_slack(words)
        await self.until(MONDAY.replace(hour=9))
        return await self.fake.wait_message(self.study)

    async def close_question(self) -> Surface:
        """Moves to the close; gives the model answer in the thread."""
        found = await self.store.run(lambda tx: tx.rounds.last(SPACE, self.channel))
        await self.until(found[0].closes_at)
        card = self.card()
        await self.fake.wait_until(lambda: "Closed" in self.text(self.card()), 5, "the closed card")
        return await self.fake.wait_message(
            self.study, lambda one: one.get("thread_ts") == card["ts"] and bool(one.get("blocks"))
        )


Make = Callable[..., Awaitable[Workspace]]
