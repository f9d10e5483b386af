"""The close of a round: points, streak, team points, and the order to reveal. All of it in one transaction."""

from collections import defaultdict
from datetime import datetime, timedelta

from bot.domain.ids import Member, TeamId
from bot.domain.rounds import Round
from bot.domain.scoring import Score, Worth, score, team_points
from bot.domain.timetable import season_key
from bot.domain.verdicts import Band, Verdict
from bot.engine.doors import line
from bot.engine.notices import notice_text
from bot.engine.ports.bank import Bank
from bot.engine.ports.store import Award, DeliveryKind, Tx
from bot.engine.turn import Rules, item_of, season_source, streaks_of

PATIENCE = timedelta(minutes=5)
"""How long the close waits for verdicts. After that the grader has a bug, and nobody's round shall hang on it."""

UNJUDGED = Verdict(0.0, Band.THIN, (), (), grader="none")
"""Stands in for a verdict that the grader could not give; the sincere attempt counts."""


def close_round(tx: Tx, bank: Bank, rules: Rules, round: Round, now: datetime) -> bool:
    """Closes the round, unless an answer still waits for its verdict; True when this call closed it."""
    waiting = tx.submissions.unjudged(10_000, round.id)
    if waiting and now < round.closes_at + PATIENCE:
        return False
    for answer in waiting:
        tx.submissions.judge(answer, UNJUDGED)
    if not tx.rounds.close(round.id, now):
        return False
    _award(tx, bank, rules, round)
    tx.deliveries.plan(
        key=f"reveal:{round.id}",
        kind=DeliveryKind.REVEAL,
        space=round.space,
        channel=round.channel,
        due_at=now,
        schedule=round.schedule,
        round=round.id,
        day=round.day,
    )
    tx.deliveries.wake(round.space, round.channel, now)
    _pause_when_silent(tx, rules, round, now)
    return True


def _award(tx: Tx, bank: Bank, rules: Rules, round: Round) -> None:
    item = item_of(tx, bank, round)
    answers = tx.submissions.of(round.id)
    members = [answer.member for answer in answers]
    streaks = streaks_of(tx, members, today=round.day, freezes=rules.freezes)
    hints = tx.submissions.all_hints(round.id)
    source = season_source(round.item, season_key(round.day))
    before = tx.ledger.earners(round.space, source, "attempt", members)
    parts: list[Award] = []
    for answer in answers:
        assert answer.verdict is not None  # close_round looked
        won = score(
            rules.points,
            Worth(item.level, hints.get(answer.member, [])),
            answer.verdict,
            streak=streaks[answer.member].current,
            earned_before=answer.member in before,
        )
        first = answer.verdict.band is not Band.NONE and answer.member not in before
        parts += _parts(round, answer.member, won, source, first=first)
    # What was really awarded: a day gives one streak bonus only.
    won_by: defaultdict[Member, int] = defaultdict(int)
    for award in tx.ledger.award_all(parts):
        won_by[award.member] += award.points
    by_team: defaultdict[TeamId | None, list[int]] = defaultdict(list)
    for answer in answers:
        by_team[answer.team].append(won_by[answer.member])
    # In one order everywhere: rounds that close side by side do not wait for one another's teams.
    for team, totals in sorted(by_team.items(), key=lambda one: one[0] or 0):
        tx.ledger.add_team_round(round.space, team, round.id, round.day, team_points(rules.points, totals), len(totals))


def _parts(round: Round, member: Member, won: Score, source: str, *, first: bool) -> list[Award]:
    """The awards that a score is made of."""
    parts = [
        ("attempt", won.attempt, source, first),
        ("answer", won.answer, source, won.answer > 0),
        ("hints", won.hints, source, won.hints < 0),
        ("streak", won.streak, f"day:{round.day}", won.streak > 0),
    ]
    return [
        Award(member, of, reason, points, round.day, round.channel, round.id)
        for reason, points, of, counts in parts
        if counts
    ]


def _pause_when_silent(tx: Tx, rules: Rules, round: Round, now: datetime) -> None:
    """A channel that nobody answers in is left alone, with one notice and a way back."""
    schedule = tx.schedules.get(round.schedule)
    if schedule is None or tx.rounds.silent_run(round.schedule, rules.silent_days) < rules.silent_days:
        return
    start = round.day + timedelta(days=1)
    tx.schedules.pause(round.schedule, start, None, f"no answers on {rules.silent_days} days with a question")
    tx.schedules.set_next(round.schedule, None, None)
    tx.deliveries.plan(
        key=f"notice:silent:{round.id}",
        kind=DeliveryKind.NOTICE,
        space=round.space,
        channel=round.channel,
        due_at=now,
        schedule=round.schedule,
        text=notice_text(
            f"Nobody answered the last {rules.silent_days} questions, so the daily question is paused.",
            "Resume it whenever you like.",
            ("Resume", line("study schedule resume")),
        ),
    )
