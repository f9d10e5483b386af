"""The way in: a command and an asker go in, a view comes out. Nothing that is raised inside reaches a person."""

import logging
import secrets
from collections.abc import Callable
from typing import assert_never

from bot.domain.errors import StudyError, Unavailable
from bot.domain.ids import ChannelId, SpaceId
from bot.engine import (
    answering,
    asking,
    interviewing,
    quizzing,
    ranking,
    reporting,
    revealing,
    settings,
    teams,
    telling,
)
from bot.engine import commands as c
from bot.engine import views as v
from bot.engine.judging import Judge
from bot.engine.kit_commands import KitCommand
from bot.engine.ports.bank import Bank
from bot.engine.ports.clock import Clock
from bot.engine.ports.exporter import Exporter
from bot.engine.ports.store import Store, Tx
from bot.engine.turn import Rules, Turn

log = logging.getLogger(__name__)

Outcome = v.View | answering.JudgeNow | quizzing.JudgeQuiz | interviewing.WriteFile | settings.JudgeFirst


def _by_chance() -> str:
    return secrets.token_hex(8)


class Engine:
    """The use cases, behind one door for all platforms."""

    def __init__(
        self,
        store: Store,
        bank: Bank,
        clock: Clock,
        judge: Judge,
        rules: Rules,
        *,
        zone: str,
        exporter: Exporter | None = None,
        new_seed: Callable[[], str] = _by_chance,
    ) -> None:
        """`new_seed` gives a new space the secret that shuffles its questions."""
        self._store, self._judge, self._rules, self._zone = store, judge, rules, zone
        self._new_seed = new_seed
        self._exporter = exporter
        self.bank = bank
        self.clock = clock

    async def handle(self, command: c.Command, asker: c.Asker) -> v.View:
        """Does what was asked and says so; the reply is for the asker alone."""
        asker = c.cleaned(asker)
        try:
            outcome = await self._store.run(lambda tx: self._perform(tx, command, asker))
            if isinstance(outcome, answering.JudgeNow):
                number = outcome.round.id
                await self._judge.waiting(limit=10_000, round=number)
                return await self._then(c.ShowVerdict(number), asker)
            if isinstance(outcome, quizzing.JudgeQuiz):
                waiting = outcome
                verdict = await self._judge.text(waiting.text, waiting.item.rubric)
                return await self._store.run(lambda tx: quizzing.judged(self._turn(tx, asker), waiting, verdict))
            if isinstance(outcome, settings.JudgeFirst):
                await self._judge.waiting(limit=10_000, round=outcome.round)
                return await self._store.run(lambda tx: settings.close_judged(self._turn(tx, asker)))
            if isinstance(outcome, interviewing.WriteFile):
                return await interviewing.written(outcome, self._exporter)
            return outcome
        except StudyError as error:
            return v.NoticeView(error.says, error.next_step)
        except Unavailable as error:
            log.error("%s", error)
            return v.NoticeView(
                "The bot cannot reach its database just now, so nothing was saved.", "Try again in a minute."
            )
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("a bug, reference %s", reference)
            return v.NoticeView(
                "Something went wrong inside the bot; nothing was changed.",
                f"Try again. If it happens again, tell an admin this reference: {reference}",
            )

    async def tell(self, space: SpaceId, channel: ChannelId, condition: str, says: str, next_step: str) -> None:
        """Tells the admins of a channel's schedule what a platform noticed, once per condition."""
        now = self.clock.now()
        await self._store.run(lambda tx: telling.tell(tx, space, channel, condition, says, next_step, now=now))

    async def leave(self, space: SpaceId, reason: str) -> None:
        """Pauses a space that the bot was removed from, until an admin resumes it."""
        await self._store.run(lambda tx: telling.leave(tx, space, reason))

    async def _then(self, command: c.Command, asker: c.Asker) -> v.View:
        view = await self._store.run(lambda tx: self._perform(tx, command, asker))
        # Showing a verdict saves nothing and writes no file.
        assert not isinstance(
            view, answering.JudgeNow | quizzing.JudgeQuiz | interviewing.WriteFile | settings.JudgeFirst
        )
        return view

    def _turn(self, tx: Tx, asker: c.Asker) -> Turn:
        """Makes the space on its first command and keeps the asker's name; a local space's first visitor owns it."""
        now, member = self.clock.now(), asker.member
        space = tx.people.space(member.space)
        if space is None:
            space = tx.people.add_space(member.space, zone=self._zone, seed=self._new_seed(), at=now)
        if (
            space.owner is None
            and _first_visitor_owns(member.space)
            and tx.people.claim_ownership(member.space, member.user)
        ):
            space = tx.people.add_space(member.space, zone=self._zone, seed="", at=now)
        person = tx.people.person(member)
        # A door that knows no name, such as Slack's App Home, leaves the one that was seen last.
        if person is None or (asker.name and person.name != asker.name[:120]):
            tx.people.see(member, asker.name, now)
            person = tx.people.person(member)
        assert person is not None  # it was just written
        return Turn(tx, asker, now, self.bank, self._rules, space, person)

    def _perform(self, tx: Tx, command: c.Command, asker: c.Asker) -> Outcome:
        turn = self._turn(tx, asker)
        if isinstance(command, KitCommand):
            return interviewing.perform(turn, command)
        match command:
            case c.ShowQuestion():
                return asking.show_question(turn, command)
            case c.AnswerToday():
                return answering.answer_today(turn, command)
            case c.OpenAnswerForm():
                return asking.answer_form(turn, command)
            case c.AnswerRound():
                return answering.answer_round(turn, command)
            case c.TakeHint():
                return asking.take_hint(turn, command)
            case c.Reveal():
                return revealing.reveal(turn, command)
            case c.ShowVerdict():
                return revealing.show_verdict(turn, command)
            case c.ShareAnswer():
                return revealing.share_answer(turn, command)
            case c.StartQuiz() | c.PickOption() | c.OpenQuizForm() | c.AnswerQuiz() | c.NextCard() | c.EndQuiz():
                return _practice(turn, command)
            case c.ShowBoard():
                return ranking.board(turn, command)
            case c.ShowMe():
                return ranking.me(turn, command)
            case c.HideMe():
                return ranking.hide(turn, command)
            case c.ShowHistory():
                return revealing.history(turn, command)
            case c.ListTeams() | c.JoinTeam() | c.LeaveTeam() | c.CreateTeam() | c.RenameTeam() | c.DeleteTeam():
                return _team(turn, command)
            case (
                c.OpenSetupForm()
                | c.SetUp()
                | c.ListSchedules()
                | c.PauseSchedule()
                | c.ResumeSchedule()
                | c.SkipDay()
                | c.CloseNow()
                | c.Preview()
                | c.SwapNext()
                | c.PinItem()
            ):
                return _schedule(turn, command)
            case c.ShowStatus():
                return reporting.status(turn, command)
            case c.DecidePost():
                return reporting.decide(turn, command)
            case c.ShowHelp():
                return reporting.show_help(turn, command)
            case c.ReadChannel():
                return reporting.read_channel(turn, command)
            case _:
                assert_never(command)


def _first_visitor_owns(space: SpaceId) -> bool:
    """Nobody administers the local page, so its first visitor does."""
    return space.startswith("local:")


PracticeCommand = c.StartQuiz | c.PickOption | c.OpenQuizForm | c.AnswerQuiz | c.NextCard | c.EndQuiz


def _practice(turn: Turn, command: PracticeCommand) -> Outcome:
    match command:
        case c.StartQuiz():
            return quizzing.start(turn, command)
        case c.PickOption():
            return quizzing.pick(turn, command)
        case c.OpenQuizForm():
            return quizzing.quiz_form(turn, command)
        case c.AnswerQuiz():
            return quizzing.answer(turn, command)
        case c.NextCard():
            return quizzing.next_card(turn, command)
        case c.EndQuiz():
            return quizzing.end(turn, command)
        case _:
            assert_never(command)


TeamCommand = c.ListTeams | c.JoinTeam | c.LeaveTeam | c.CreateTeam | c.RenameTeam | c.DeleteTeam


def _team(turn: Turn, command: TeamCommand) -> v.View:
    match command:
        case c.ListTeams():
            return teams.list_teams(turn, command)
        case c.JoinTeam():
            return teams.join(turn, command)
        case c.LeaveTeam():
            return teams.leave(turn, command)
        case c.CreateTeam():
            return teams.create(turn, command)
        case c.RenameTeam():
            return teams.rename(turn, command)
        case c.DeleteTeam():
            return teams.delete(turn, command)
        case _:
            assert_never(command)


ScheduleCommand = (
    c.OpenSetupForm
    | c.SetUp
    | c.ListSchedules
    | c.PauseSchedule
    | c.ResumeSchedule
    | c.SkipDay
    | c.CloseNow
    | c.Preview
    | c.SwapNext
    | c.PinItem
)


def _schedule(turn: Turn, command: ScheduleCommand) -> Outcome:
    match command:
        case c.OpenSetupForm():
            return settings.setup_form(turn, command)
        case c.SetUp():
            return settings.set_up(turn, command)
        case c.ListSchedules():
            return settings.list_schedules(turn, command)
        case c.PauseSchedule():
            return settings.pause(turn, command)
        case c.ResumeSchedule():
            return settings.resume(turn, command)
        case c.SkipDay():
            return settings.skip(turn, command)
        case c.CloseNow():
            return settings.close_now(turn, command)
        case c.Preview():
            return settings.preview(turn, command)
        case c.SwapNext():
            return settings.swap(turn, command)
        case c.PinItem():
            return settings.pin(turn, command)
        case _:
            assert_never(command)
