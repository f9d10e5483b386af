"""What is raised inside never reaches a person as it is."""

import asyncio
import logging
import re
from pathlib import Path

import pytest

from bot.domain.questions import Rubric
from bot.domain.verdicts import Verdict
from bot.engine import commands as c
from bot.engine import views as v
from bot.grading.rubric import RubricGrader
from bot.storage.database import connect
from bot.storage.store import SqliteStore
from tests.engine.banks import BrokenBank
from tests.world import World, seen

POISON = "poison"


class AllergicGrader(RubricGrader):
    """A grader with a bug: one word makes it fail."""

    def grade(self, answer: str, rubric: Rubric) -> Verdict:
        if POISON in answer:
            raise ZeroDivisionError(POISON)
        return super().grade(answer, rubric)


async def test_a_bug_gives_a_reference_that_stands_in_the_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.engine.bank = BrokenBank(world.bank)  # type: ignore[assignment]
    told = seen(await world.type("/quiz"), v.NoticeView)
    reference = re.search(r"[0-9a-f]{8}$", told.next_step)
    assert told.says == "Something went wrong inside the bot; nothing was changed."
    assert reference is not None
    assert reference[0] in caplog.text
    assert "ZeroDivisionError" in caplog.text


async def test_a_bug_keeps_nothing_of_what_was_begun(world: World) -> None:
    good, world.engine.bank = world.engine.bank, BrokenBank(world.bank)  # type: ignore[assignment]
    await world.type("/quiz", "Ana")
    world.engine.bank = good
    assert await world.store.run(lambda tx: tx.people.person(world.asker("Ana").member)) is None


async def test_two_bugs_have_two_references(world: World) -> None:
    world.engine.bank = BrokenBank(world.bank)  # type: ignore[assignment]
    steps = {seen(await world.type("/quiz"), v.NoticeView).next_step for _ in range(2)}
    assert len(steps) == 2


async def test_a_database_that_is_none_gives_a_kind_notice(
    world: World,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = tmp_path / "broken.db"
    broken.write_text("this is a letter, not a database, and it is long enough to be read as a header" * 9)
    await world.store.close()
    world.store = world.engine._store = SqliteStore(connect(f"sqlite:///{broken}"))
    told = seen(await world.type("/question"), v.NoticeView)
    assert told.says == "The bot cannot reach its database just now, so nothing was saved."
    assert "is not a database" in caplog.text


async def test_an_error_of_the_asker_is_no_bug_and_not_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    await world.type("/answer too early")
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def with_allergy(world: World) -> None:
    """Two open rounds; an answer in the first one cannot be judged."""
    world.judge._grader = AllergicGrader()
    await world.set_up()
    await world.type("/study setup time=09:00 zone=UTC days=mon-fri draw=beginner", admin=True, channel="two")  # type: ignore[arg-type]
    await world.later(hours=1)
    await world.answer(POISON, "Ana")
    await world.answer("I think so", "Ben", channel="two")  # type: ignore[arg-type]


async def test_an_answer_that_cannot_be_judged_holds_up_no_other_round(world: World) -> None:
    await with_allergy(world)
    await world.until((await world.round()).closes_at)
    assert [view.number for view in world.platform.said(v.RevealView)] == [1]


async def test_an_answer_that_cannot_be_judged_keeps_no_other_channels_question_away(world: World) -> None:
    await with_allergy(world)
    await world.later(days=1)
    assert len(world.platform.said(v.QuestionView)) >= 3


async def test_a_question_with_an_answer_that_cannot_be_judged_is_not_closed_at_once(world: World) -> None:
    world.judge._grader = AllergicGrader()
    await world.open_day()
    await world.answer(POISON)
    told = seen(await world.type("/study schedule close", admin=True), v.NoticeView)
    assert told.says == "Some answers are being read at this moment."


async def test_at_once_a_grader_with_a_bug_gives_a_notice_and_keeps_the_answer(world: World) -> None:
    world.judge._grader = AllergicGrader()
    await world.open_day("time=09:00 zone=UTC draw=beginner feedback=at-once")
    told = seen(await world.answer(POISON), v.NoticeView)
    assert told.says != "Something went wrong inside the bot; nothing was changed."
    assert (await world.round()).answered == 1


async def test_a_command_whose_asker_has_gone_still_counts(world: World) -> None:
    await world.open_day()
    found = await world.round()
    asking = asyncio.create_task(world.do(c.AnswerRound(found.id, "Mine")))
    await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert (await world.round()).answered == 1


async def test_a_tick_without_a_database_fails_in_the_log_alone(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = tmp_path / "broken.db"
    broken.write_text("this is a letter, not a database, and it is long enough to be read as a header" * 9)
    good, world.store = world.store, SqliteStore(connect(f"sqlite:///{broken}"))
    await world.replica("unlucky").tick()
    await world.store.close()
    world.store = good
    assert "a part of the tick failed; the next tick tries again" in caplog.text
