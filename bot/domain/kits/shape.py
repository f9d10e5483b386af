"""The shape of an interview: which parts it has, and which items suit a part."""

from bot.domain.kits.pool import Pool
from bot.domain.kits.request import RANK
from bot.domain.kits.values import Role
from bot.domain.questions import Item

TYPICAL = 5
"""Minutes of a question, for deciding how many parts an interview has room for."""

TOPICS = 3
"""A kit has at least so many where the time allows: fewer give a narrow picture of somebody."""


def parts(pool: Pool) -> list[Role]:
    """What a kit of this size has, the most important first. An explicit mix decides about levels by itself."""
    room = pool.request.count or pool.time // TYPICAL
    shape = [Role.CORE]
    if room >= 2:
        shape.append(Role.TROUBLESHOOTING)
    if room >= 3 and RANK[pool.level] > 0 and not pool.request.mix:
        shape.append(Role.WARM_UP)
    if room >= 4 and RANK[pool.level] < len(RANK) - 1 and not pool.request.mix:
        shape.append(Role.STRETCH)
    return shape


def plays(item: Item, role: Role, pool: Pool) -> bool:
    """Whether the item suits that part of an interview."""
    if role is Role.TROUBLESHOOTING:
        near = item.level in pool.request.mix if pool.request.mix else pool.distance(item) <= 1
        return item.case is not None and near
    if item.case is not None:
        return False
    rank, asked = RANK[item.level], RANK[pool.level]
    return {Role.WARM_UP: rank < asked, Role.STRETCH: rank > asked}.get(role, rank == asked)
