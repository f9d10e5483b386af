"""Names for identifiers, so that a round's number is never taken for a schedule's."""

from dataclasses import dataclass
from typing import NewType

ItemId = NewType("ItemId", str)
"""`<section>/<slug>`, for instance `beginner/overfitting`; never reused."""

SpaceId = NewType("SpaceId", str)
"""`<platform>:<id of the workspace or server>`, for instance `slack:T0123`."""

ChannelId = NewType("ChannelId", str)
"""The platform's own channel id; unique only together with its space."""

UserId = NewType("UserId", str)
"""The platform's own user id; unique only together with its space."""

ScheduleId = NewType("ScheduleId", int)
RoundId = NewType("RoundId", int)
TeamId = NewType("TeamId", int)
QuizId = NewType("QuizId", int)
KitId = NewType("KitId", int)


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """A person in one space; the same person elsewhere is another member."""

    space: SpaceId
    user: UserId
