"""From buttons and forms to commands. Every platform's presses and submissions come through here."""

from collections.abc import Mapping

from bot.domain.errors import StudyError
from bot.domain.ids import QuizId, RoundId
from bot.domain.questions import Style
from bot.domain.rounds import Feedback
from bot.engine import catalog, kit_doors
from bot.engine import commands as c
from bot.engine.tokens import Token


def line(text: str) -> Token:
    """A button that does what a typed line does: `line("leaderboard month")`."""
    return Token("run", 0, text)


def pressed(token: Token) -> c.Command:
    """The command behind a button; raises StudyError for a button that this version does not know."""
    try:
        return _pressed(token)
    except (ValueError, IndexError):
        raise StudyError(
            "This button is from another version of the bot.", "Type `/question` for today's question."
        ) from None


def _pressed(token: Token) -> c.Command:
    number, argument = token.number, token.argument
    match token.verb:
        case "run":
            return catalog.parse(argument)
        case "answer":
            return c.OpenAnswerForm(RoundId(number))
        case "hint":
            return c.TakeHint(RoundId(number), int(argument) if argument else None)
        case "verdict":
            return c.ShowVerdict(RoundId(number))
        case "share":
            return c.ShareAnswer(RoundId(number))
        case "pick":
            position, choice = argument.split(".")
            return c.PickOption(QuizId(number), int(position), int(choice))
        case "write":
            return c.OpenQuizForm(QuizId(number), int(argument))
        case "next":
            return c.NextCard(QuizId(number), int(argument))
        case "end":
            return c.EndQuiz(QuizId(number))
        case "post":
            return c.DecidePost(number, again=argument == "again")
        case _ if token.verb.startswith("kit"):
            return kit_doors.pressed(token)
        case _:
            raise ValueError(token.verb)


def submitted(token: Token, fields: Mapping[str, str]) -> c.Command:
    """The command behind a form; raises StudyError for fields that no form of ours sends.

    Fields: `text` or `choice` for answers, the parameters of `/study setup` or `/kit` for those.
    """
    try:
        return _submitted(token, {name: c.clean(value) for name, value in fields.items()})
    except ValueError:
        raise StudyError("This form is from another version of the bot.", "Open it again.") from None


def _submitted(token: Token, fields: Mapping[str, str]) -> c.Command:
    match token.verb:
        case "answer":
            choice = fields.get("choice", "")
            return c.AnswerRound(RoundId(token.number), fields.get("text", ""), int(choice) if choice else None)
        case "write":
            return c.AnswerQuiz(QuizId(token.number), int(token.argument), fields.get("text", ""))
        case "setup":
            given = {
                name: fields[name].strip()
                for name in ("time", "zone", "days", "draw", "reveal", "notice")
                if fields.get(name, "").strip()
            }
            return c.SetUp(
                **given,
                style=Style(fields["style"]) if fields.get("style") else None,
                feedback=Feedback(fields["feedback"]) if fields.get("feedback") else None,
                thread=fields["thread"] == "yes" if fields.get("thread") else None,
            )
        case "kit_form":
            return kit_doors.submitted(token, fields)
        case _:
            raise ValueError(token.verb)
