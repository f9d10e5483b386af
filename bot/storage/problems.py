"""What the operator is told when the database cannot be used."""

from bot.domain.errors import Unavailable


class DatabaseProblem(Unavailable):
    """The database cannot be used; the text says why, and what to do."""
