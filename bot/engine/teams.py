"""Teams: named groups inside a space. The team is written on each answer, so history stays when somebody moves."""

from bot.domain.errors import StudyError, did_you_mean
from bot.engine import commands as c
from bot.engine import views as v
from bot.engine.doors import line
from bot.engine.ports.store import Team
from bot.engine.turn import Turn

LONGEST = 40
MOST = 100


def _name(text: str) -> str:
    name = " ".join(text.strip().strip('"“”').split())
    if not 1 <= len(name) <= LONGEST:
        raise StudyError(f"A team's name has 1 to {LONGEST} characters.", "For example: `/study team create Vision`")
    return name


def _team(turn: Turn, text: str) -> Team:
    name = _name(text)
    found = turn.tx.people.team_named(turn.space.id, name)
    if found is None:
        names = [team.name.casefold() for team in turn.tx.people.teams(turn.space.id)]
        raise StudyError(
            f'There is no team "{name}".{did_you_mean(name, names)}', "`/study team list` shows all teams."
        )
    return found


def _list(turn: Turn, note: str = "") -> v.TeamsView:
    teams = turn.tx.people.teams(turn.space.id)
    person = turn.tx.people.person(turn.member)
    mine = person.team if person else None
    buttons = [
        v.Button(f"Join {team.name}", line(f"study team join {team.name}")) for team in teams if team.id != mine
    ][:10]
    if mine is not None:
        buttons.append(v.Button("Leave my team", line("study team leave")))
    if not teams and not note:
        note = (
            "There are no teams yet. Create one with `/study team create Vision`."
            if turn.is_admin
            else "There are no teams yet. An admin can create them."
        )
    return v.TeamsView(
        tuple(v.TeamLine(team.name, team.members, team.id == mine) for team in teams), note, tuple(buttons)
    )


def list_teams(turn: Turn, _: c.ListTeams) -> v.View:
    return _list(turn)


def join(turn: Turn, command: c.JoinTeam) -> v.View:
    team = _team(turn, command.name)
    turn.tx.people.join_team(turn.member, team.id)
    return _list(turn, f"You are in {team.name} now. Answers from now on count for it.")


def leave(turn: Turn, _: c.LeaveTeam) -> v.View:
    if turn.person.team is None:
        raise StudyError("You are in no team.", "`/study team list` shows all teams.")
    turn.tx.people.join_team(turn.member, None)
    return _list(turn, "You have left your team. What you won for it stays with it.")


def create(turn: Turn, command: c.CreateTeam) -> v.View:
    turn.admins_only("create teams")
    name = _name(command.name)
    if len(turn.tx.people.teams(turn.space.id)) >= MOST:
        raise StudyError(f"There are {MOST} teams, which is the most.", "Delete one with `/study team delete`.")
    if not turn.tx.people.add_team(turn.space.id, name):
        raise StudyError(f'There is a team "{name}" already.', "Choose another name.")
    return _list(turn, f"Team {name} is there. Members join it with `/study team join {name}`.")


def rename(turn: Turn, command: c.RenameTeam) -> v.View:
    turn.admins_only("rename teams")
    team, name = _team(turn, command.name), _name(command.new_name)
    if not turn.tx.people.rename_team(turn.space.id, team.id, name):
        raise StudyError(f'There is a team "{name}" already.', "Choose another name.")
    return _list(turn, f"Team {team.name} is called {name} now.")


def delete(turn: Turn, command: c.DeleteTeam) -> v.View:
    turn.admins_only("delete teams")
    team = _team(turn, command.name)
    turn.tx.people.delete_team(turn.space.id, team.id)
    return _list(turn, f"Team {team.name} is gone. Its members' points stay theirs.")
