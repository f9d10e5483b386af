"""After the close: the model answer for everybody, the verdict for each answerer, and the own answer to share."""

from bot.domain.errors import StudyError
from bot.domain.questions import Item, Style
from bot.domain.rounds import Phase, Round, Submission
from bot.domain.scoring import Score
from bot.domain.timetable import season_key
from bot.domain.verdicts import Verdict
from bot.engine import commands as c
from bot.engine import views as v
from bot.engine.asking import check_of, known_round
from bot.engine.doors import line
from bot.engine.ports.bank import Bank
from bot.engine.ports.store import DeliveryKind, Tx
from bot.engine.tokens import Token
from bot.engine.turn import Rules, Turn, item_of, season_source


def reveal_view(tx: Tx, bank: Bank, rules: Rules, round: Round) -> v.RevealView:
    """The model answer of a closed round, with what may be told of the answers."""
    item = item_of(tx, bank, round)
    check = check_of(item, round)
    answers = tx.submissions.of(round.id)
    enough = len(answers) >= rules.counts_from
    counts = (
        tuple(
            v.PointCount(point.says, sum(_covers(answer, point.id) for answer in answers)) for point in item.key_points
        )
        if enough and check is None
        else ()
    )
    option_counts = (
        tuple(sum(answer.choice == i for answer in answers) for i in range(len(check.options)))
        if enough and check is not None
        else ()
    )
    return v.RevealView(
        number=round.number,
        title=item.title,
        level=item.level,
        prompt=check.prompt if check else item.prompt,
        style=round.style,
        check=check,
        short=item.short,
        full=item.full,
        diagram=item.diagram,
        pack=item.pack,
        sources=v.source_lines(item),
        answered=len(answers),
        counts=counts,
        option_counts=option_counts,
        buttons=(v.Button("Your verdict", Token("verdict", round.id), main=True),),
    )


def _covers(answer: Submission, point: str) -> bool:
    return answer.verdict is not None and any(one.point == point for one in answer.verdict.covered)


def reveal(turn: Turn, command: c.Reveal) -> v.View:
    """The model answer of a closed round of this channel."""
    space, channel = turn.member.space, turn.asker.channel
    if command.number is None:
        closed = turn.tx.rounds.last(space, channel, closed=True)
        if not closed:
            raise StudyError("No question of this channel is closed yet.", "The model answer comes with the close.")
        found = closed[0]
    else:
        numbered = turn.tx.rounds.numbered(space, channel, command.number)
        if numbered is None:
            raise StudyError(f"There is no question {command.number} in this channel.", "`/study history` lists them.")
        found = numbered
    if found.phase is not Phase.CLOSED:
        raise StudyError(
            f"Question {found.number} is still open, so its model answer stays hidden.", "It is revealed at the close."
        )
    _withhold(turn, found)
    return reveal_view(turn.tx, turn.bank, turn.rules, found)


def _withhold(turn: Turn, round: Round) -> None:
    """An item that is open elsewhere in the space is not revealed through an older round."""
    if round.item in turn.tx.rounds.withheld(turn.member.space):
        raise StudyError(
            "This question is open in a channel of this space right now, so its model answer is hidden.",
            "Look again when it has closed.",
        )


def show_verdict(turn: Turn, command: c.ShowVerdict) -> v.View:
    """The asker's own verdict, after the close, or at once where the schedule says so."""
    found = known_round(turn, command.round)
    mine = turn.tx.submissions.get(found.id, turn.member)
    if found.phase is not Phase.CLOSED and (mine is None or not mine.locked):
        raise StudyError(f"Question {found.number} is still open.", "Verdicts come with the close.")
    if mine is None:
        raise StudyError(
            f"You did not answer question {found.number}, so there is no verdict.",
            f"The model answer is open to all: `/reveal {found.number}`.",
        )
    if found.phase is Phase.CLOSED:
        _withhold(turn, found)
    if mine.verdict is None:
        raise StudyError("Your answer is being read at this moment.", "Press again in a few seconds.")
    return verdict_view(turn, found, mine, mine.verdict)


def verdict_view(turn: Turn, round: Round, mine: Submission, verdict: Verdict) -> v.VerdictView:
    item = turn.item(round)
    check = check_of(item, round)
    buttons: list[v.Button] = []
    if round.phase is Phase.CLOSED and check is None and not mine.shared:
        buttons.append(v.Button("Share my answer in the channel", Token("share", round.id)))
    kept = turn.tx.ledger.of_round(round.id, turn.member)
    score = None
    if round.phase is Phase.CLOSED:
        score = Score(kept.get("answer", 0), kept.get("attempt", 0), kept.get("hints", 0), kept.get("streak", 0))
    source = season_source(round.item, season_key(round.day))
    before = score is not None and "attempt" not in kept and turn.tx.ledger.has(turn.member, source, "attempt")
    return v.VerdictView(
        number=round.number,
        title=item.title,
        verdict=verdict,
        points=judged_points(item, verdict, round.style),
        score=score,
        answer=mine.text,
        short=item.short,
        full=item.full,
        diagram=item.diagram,
        pack=item.pack,
        check=check,
        choice=mine.choice,
        buttons=tuple(buttons),
        earned_before=before,
    )


def judged_points(item: Item, verdict: Verdict, style: Style) -> tuple[v.JudgedPoint, ...]:
    """The key points that were covered, with their evidence, and then the others."""
    if style is Style.CHECK:
        return ()
    evidence = {one.point: one.evidence for one in verdict.covered}
    lines = [v.JudgedPoint(point.says, evidence.get(point.id)) for point in item.key_points]
    return tuple(sorted(lines, key=lambda one: one.evidence is None))


def share_answer(turn: Turn, command: c.ShareAnswer) -> v.View:
    """The asker's own answer goes to the channel, by the asker's own wish, once."""
    found = known_round(turn, command.round)
    mine = turn.tx.submissions.get(found.id, turn.member)
    if found.phase is not Phase.CLOSED or mine is None or not mine.text:
        raise StudyError("There is no answer of yours to share.", "Answers can be shared after the close.")
    if not turn.tx.submissions.share(found.id, turn.member):
        raise StudyError("You have shared this answer already.", "It stands under the model answer.")
    turn.tx.deliveries.plan(
        key=f"share:{found.id}:{turn.member.user}",
        kind=DeliveryKind.SHARE,
        space=found.space,
        channel=found.channel,
        due_at=turn.now,
        schedule=found.schedule,
        round=found.id,
        user=turn.member.user,
        day=found.day,
    )
    return v.NoticeView(f"Your answer to question {found.number} goes to the channel now.", "", good=True)


def share_view(tx: Tx, round: Round, mine: Submission) -> v.ShareView:
    person = tx.people.person(mine.member)
    return v.ShareView(round.number, person.name if person else "Somebody", mine.text)


def history(turn: Turn, _: c.ShowHistory) -> v.View:
    """The channel's last rounds."""
    found = turn.tx.rounds.last(turn.member.space, turn.asker.channel, limit=10)
    if not found:
        raise StudyError("No question has been asked in this channel yet.", "`/quiz` lets you practice meanwhile.")
    lines = []
    for round in found:
        is_open = round.phase is not Phase.CLOSED
        button = None if is_open else v.Button(f"Reveal {round.number}", line(f"reveal {round.number}"))
        lines.append(v.PastRound(round.number, round.day, turn.item(round).title, round.answered, is_open, button))
    return v.HistoryView(tuple(lines))
