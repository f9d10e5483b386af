"""A thousand requests: each kit meets what was asked for, or says what it cannot.

They stand apart from the other tests of the domain, which are traced for coverage: that takes five times as long.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.bank.bank import PackBank
from bot.domain.errors import StudyError
from bot.domain.ids import ItemId
from bot.domain.kits.selecting import select
from bot.domain.kits.values import CLOSING, OPENING, Kit, Request, Role
from bot.domain.questions import Item, Level

TODAY = date(2026, 11, 23)
SHIPPED = Path(__file__).resolve().parent.parent / "bank" / "shipped_ids.txt"
IDS = [ItemId(line) for line in SHIPPED.read_text().split()]
WORDS = ["llm", "retrieval", "ethics", "sequences", "evaluation", "data", "troubleshooting", "beginner", "expert"]

requests = some.builds(
    Request,
    minutes=some.integers(5, 130),
    level=some.sampled_from(Level),
    mix=some.just({}) | some.dictionaries(some.sampled_from(Level), some.integers(1, 4), min_size=1),
    draw=some.lists(some.sampled_from(WORDS), max_size=3, unique=True).map(tuple),
    count=some.none() | some.integers(1, 14),
    include=some.just(()) | some.lists(some.sampled_from(IDS), max_size=3, unique=True).map(tuple),
    exclude=some.frozensets(some.sampled_from(IDS), max_size=4),
    seed=some.integers(0, 999_999),
    strict_days=some.sampled_from([0, 0, 30, 90]),
)


def history(seed: int) -> dict[ItemId, date]:
    """When some of the items were asked, none for 0. One number, as drawing each day takes longer than the kits."""
    chance = Random(seed)
    some_of_them = chance.sample(IDS, chance.randrange(60)) if seed else []
    return {item: TODAY - timedelta(days=chance.randrange(150)) for item in some_of_them}


histories = some.integers(0, 10**6).map(history)


def clash(one: Item, other: Item) -> bool:
    return one.id in other.overlaps or other.id in one.overlaps


def free(items: Mapping[ItemId, Item], request: Request, asked: Mapping[ItemId, date]) -> list[Item]:
    """What may be chosen, told from the request alone."""
    return [
        item
        for item in items.values()
        if item.retired is None
        and item.id not in request.exclude
        and (not request.draw or any(item.answers_to(word) for word in request.draw))
        and not (request.strict_days and (TODAY - asked.get(item.id, date.min)).days < request.strict_days)
    ]


def impossible(items: Mapping[ItemId, Item], request: Request, asked: Mapping[ItemId, date]) -> bool:
    wanted = [items[item] for item in request.include]
    time = request.minutes - OPENING - CLOSING
    return (
        any(item in request.exclude for item in request.include)
        or any(clash(one, other) for one in wanted for other in wanted)
        or sum(item.minutes for item in wanted) > time
        or (request.count is not None and request.count < len(wanted))
        or (not wanted and min((item.minutes for item in free(items, request, asked)), default=time + 1) > time)
    )


@settings(max_examples=1000, deadline=None, database=None)
@given(wish=requests, asked=histories)
def test_every_kit_meets_its_constraints_or_says_which_it_cannot(
    bank: PackBank, wish: Request, asked: dict[ItemId, date]
) -> None:
    if impossible(bank.items, wish, asked):
        with pytest.raises(StudyError) as refused:
            select(bank.items.values(), wish, asked, TODAY)
        assert refused.value.says
        return
    kit = select(bank.items.values(), wish, asked, TODAY)
    allowed = free(bank.items, wish, asked)
    chosen = [entry.item for entry in kit.entries]
    others = [item for item in allowed if item not in chosen]
    assert all(item in allowed or item.id in wish.include for item in chosen)
    assert [item.id for item in chosen if item.id in wish.include] == list(wish.include)
    assert not any(clash(one, other) for one in chosen for other in chosen)
    holds_the_time(kit, wish, others)
    holds_the_rest(kit, wish)
    takes_the_freshest(chosen, wish, others, asked)


@settings(max_examples=80, deadline=None, database=None)
@given(wish=requests, asked=histories)
def test_the_same_request_gives_the_same_kit_whatever_the_order_of_the_files(
    bank: PackBank, wish: Request, asked: dict[ItemId, date]
) -> None:
    if not impossible(bank.items, wish, asked):
        items = list(bank.items.values())
        assert select(items, wish, asked, TODAY) == select(items[::-1], wish, asked, TODAY)


def holds_the_time(kit: Kit, request: Request, others: list[Item]) -> None:
    chosen = [entry.item for entry in kit.entries]
    left = request.minutes - kit.minutes
    assert left >= 0
    fits = any(item.minutes <= left and not any(clash(item, one) for one in chosen) for item in others)
    if request.count is None:
        assert not fits
    else:
        assert len(chosen) <= request.count
        assert len(chosen) == request.count or f"{request.count} questions were asked for" in " ".join(kit.unmet)
        assert not fits or "minutes free" in " ".join(kit.unmet)


def holds_the_rest(kit: Kit, request: Request) -> None:
    says = " ".join(kit.unmet)
    chosen = [entry.item for entry in kit.entries]
    levels = Counter(item.level for item in chosen)
    assert len(kit.topics) >= 3 or "a narrow picture" in says
    for word in request.draw:
        assert any(item.answers_to(word) for item in chosen) or f"Nothing on {word} " in says
    if request.mix:
        for level, share in request.mix.items():
            due = len(chosen) * share / sum(request.mix.values())
            assert levels[level] > due - 1 or f"would be {level}" in says
    else:
        assert levels[request.level] or f"No {request.level} question" in says
    roles = {entry.role for entry in kit.entries}
    if (request.count or (request.minutes - OPENING - CLOSING) // 5) >= 4 and not request.mix:
        assert Role.TROUBLESHOOTING in roles or "no troubleshooting case" in says
        assert Role.WARM_UP in roles or request.level is Level.BEGINNER or "to warm up with" in says
        assert Role.STRETCH in roles or request.level is Level.EXPERT or "to stretch with" in says


def takes_the_freshest(chosen: list[Item], request: Request, others: list[Item], asked: Mapping[ItemId, date]) -> None:
    """Nothing that was asked could make room for something as long and alike that was not, or longer ago."""
    for old in chosen:
        rest = [item for item in chosen if item is not old]
        for new in others if old.id in asked else ():
            after = [*rest, new]
            assert not (
                asked.get(new.id, date.min) < asked[old.id]
                and (new.minutes, new.level, new.case is None) == (old.minutes, old.level, old.case is None)
                and old.id not in request.include
                and not any(clash(new, item) for item in rest)
                and all(any(i.answers_to(w) for i in after) for w in request.draw if old.answers_to(w))
                and len({topic for item in after for topic in item.topics}) >= 3
            )
