"""Whether a request makes sense, and what it means: everything that can be said before a single item is chosen."""

from collections.abc import Mapping

from bot.domain.errors import StudyError, did_you_mean
from bot.domain.ids import ItemId
from bot.domain.kits.overlapping import Overlaps
from bot.domain.kits.values import CLOSING, OPENING, Request
from bot.domain.questions import Item, Level

RANK = {level: rank for rank, level in enumerate(Level)}

LONGEST = 480
"""Minutes of an interview, at most: a working day."""

MOST_ITEMS = 100

LAST_SEED = 999_999

TITLE_LIMIT = 100
"""Characters in a title: it stands in headers and in file names."""


def level_of(request: Request) -> Level:
    """The level that roles are measured against: the one asked for, or the mix's largest where that is not in it."""
    if not request.mix or request.level in request.mix:
        return request.level
    return max(request.mix, key=lambda level: (request.mix[level], RANK[level]))


def title_of(typed: str, level: Level) -> str:
    """The title that was typed, on one line, or a plain one. Raises StudyError for one that is too long."""
    title = " ".join("".join(letter if letter.isprintable() else " " for letter in typed).split())
    if len(title) > TITLE_LIMIT:
        raise StudyError(f"The title has {len(title)} characters.", f"At most {TITLE_LIMIT} fit.")
    return title or f"{level.value.capitalize()} interview"


def check(request: Request, items: Mapping[ItemId, Item], overlaps: Overlaps) -> None:
    """Raises StudyError for a request that no kit can meet, with what to change."""
    _check_numbers(request)
    _check_draw(request, items)
    _check_items(request, items)
    for item in request.include:
        other = overlaps.clash(item, [one for one in request.include if one != item])
        if other is not None:
            raise StudyError(
                f"“{items[item].title}” and “{items[other].title}” ask much the same.", "Include one of the two."
            )
    taken = OPENING + sum(items[item].minutes for item in request.include) + CLOSING
    if taken > request.minutes:
        raise StudyError(
            f"What you include takes {taken} minutes with opening and closing; the interview has {request.minutes}.",
            f"Give it {taken} minutes or more, or include less.",
        )


def _check_numbers(request: Request) -> None:
    if not 1 <= request.minutes <= LONGEST:
        raise StudyError(f"An interview takes 1 to {LONGEST} minutes, not {request.minutes}.", "Most take 30 to 60.")
    if request.count is not None and not 1 <= request.count <= MOST_ITEMS:
        raise StudyError(
            f"A kit has 1 to {MOST_ITEMS} questions, not {request.count}.", "Leave it out to fill the time."
        )
    if request.count is not None and request.count < len(request.include):
        raise StudyError(
            f"You include {len(request.include)} questions, but ask for {request.count}.",
            "Ask for more, or include fewer.",
        )
    if not 0 <= request.seed <= LAST_SEED:
        raise StudyError(f"A seed takes 0 to {LAST_SEED:,}, not {request.seed}.", "Any will do.")
    if not 0 <= request.strict_days <= 3650:
        raise StudyError("Days are counted from 0 to 3,650.", "30 leaves out what was asked here in the last 30 days.")
    if any(share < 1 for share in request.mix.values()):
        raise StudyError("Shares of a level mix are whole numbers from 1 on.", "For example: expert=2,intermediate=1")


def _check_draw(request: Request, items: Mapping[ItemId, Item]) -> None:
    in_use = [item for item in items.values() if item.retired is None]
    for word in request.draw:
        if not any(item.answers_to(word) for item in in_use):
            sections = dict.fromkeys(item.section for item in in_use)
            topics = dict.fromkeys(topic for item in in_use for topic in item.topics)
            known = list(sections | topics)
            raise StudyError(
                f'There is no section or topic "{word[:40]}".{did_you_mean(word, known)}',
                f"There are {', '.join(known)}.",
            )


def _check_items(request: Request, items: Mapping[ItemId, Item]) -> None:
    for item in (*request.include, *sorted(request.exclude)):
        if item not in items:
            slugs = {one.rsplit("/", 1)[-1]: one for one in items}
            close = did_you_mean(item.rsplit("/", 1)[-1], list(slugs))
            raise StudyError(f'There is no item "{item[:60]}".{close}', "Items are named as in beginner/overfitting.")
    for item in request.include:
        if item in request.exclude:
            raise StudyError(f"“{items[item].title}” is both included and left out.", "Decide for one.")
        if items[item].retired is not None:
            successor = items[item].replaced_by
            raise StudyError(
                f"“{items[item].title}” was retired from the bank.",
                f"Its successor is {successor}." if successor else "Include another one.",
            )
