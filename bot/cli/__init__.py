"""`studybot`: the commands of the operator and of question authors. Members' commands are in the chat."""

from bot.cli import installing, kit, looking, serving, status  # each hangs its commands on main
from bot.cli.base import main

__all__ = ["installing", "kit", "looking", "main", "serving", "status"]
