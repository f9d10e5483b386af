"""What people type about an interview kit becomes a request: for the chat, the forms and the command line alike."""

import re
from collections.abc import Iterable, Mapping

from bot.domain.errors import StudyError, did_you_mean
from bot.domain.ids import ItemId
from bot.domain.kits.request import LAST_SEED, LONGEST, MOST_ITEMS
from bot.domain.kits.values import Request
from bot.domain.questions import Item, Level
from bot.engine.ports.bank import Bank

MINUTES = 45
"""Minutes of an interview when nobody says."""


def read_request(
    bank: Bank,
    *,
    seed: int,
    title: str = "",
    minutes: str = "",
    level: str = "",
    topics: str = "",
    count: str = "",
    strict_days: str = "",
    mix: str = "",
    include: Iterable[str] = (),
    exclude: Iterable[str] = (),
) -> Request:
    """The request; raises StudyError that says which word is wrong. `seed` is for those who name none."""
    shares = read_mix(mix)
    usual = max(shares, key=lambda one: shares[one]) if shares else Level.INTERMEDIATE
    return Request(
        title=" ".join(title.split()),
        minutes=_number(minutes, "An interview", MINUTES, " minutes", 1, LONGEST),
        level=read_level(level) if level.strip() else usual,
        mix=shares,
        draw=read_topics(topics, bank),
        count=_number(count, "A kit", 0, " questions", 1, MOST_ITEMS) or None,
        include=tuple(dict.fromkeys(read_item(one, bank.items) for one in include)),
        exclude=frozenset(read_item(one, bank.items) for one in exclude),
        seed=seed,
        strict_days=_number(strict_days, "Being strict", 0, " days", 0, 3650),
    )


def read_seed(text: str) -> int | None:
    """The seed that was typed, if any."""
    return _number(text, "A seed", 0, "", 0, LAST_SEED) if text.strip() else None


def read_level(text: str) -> Level:
    """A level by its name or the beginning of it."""
    folded = text.strip().casefold()
    found = [level for level in Level if level.startswith(folded)]
    if len(found) != 1:
        known = [level.value for level in Level]
        raise StudyError(f'"{text.strip()[:40]}" is not a level.{did_you_mean(folded, known)}', f"Take {_or(known)}.")
    return found[0]


def read_mix(text: str) -> dict[Level, int]:
    """`expert=2,intermediate=1`: shares per level."""
    shares: dict[Level, int] = {}
    for part in filter(None, re.split(r"[\s,;]+", text.strip())):
        name, _, share = part.partition("=")
        if not re.fullmatch(r"[1-9]\d?", share):
            raise StudyError(f'"{part[:40]}" is not a share of the mix.', "For example: expert=2,intermediate=1")
        shares[read_level(name)] = int(share)
    return shares


def read_topics(text: str, bank: Bank) -> tuple[str, ...]:
    """Sections and topics with commas between them. A word from a topic's meaning stands for that topic."""
    names = [name for name in re.split(r"[,;]+|\s+", text.strip().casefold()) if name]
    if not names or names in (["all"], ["everything"]):
        return ()
    return tuple(dict.fromkeys(_topic(name, bank) for name in names))


def topic_words(bank: Bank) -> list[str]:
    """Sections and topics that a kit can be drawn from."""
    in_use = [item for item in bank.items.values() if item.retired is None]
    used = {topic for item in in_use for topic in item.topics}
    return [*dict.fromkeys(item.section for item in in_use), *(topic for topic in bank.topics if topic in used)]


def _topic(name: str, bank: Bank) -> str:
    known = topic_words(bank)
    if name in known:
        return name
    # "rag" is no topic, but the meaning of one speaks of it: "embeddings, similarity search, RAG, recommendation".
    meant = [topic for topic in known if name in re.findall(r"[\w-]+", bank.topics.get(topic, "").casefold())]
    if len(meant) == 1:
        return meant[0]
    quoted = [f'"{one}"' for one in meant]
    guess = f" Did you mean {_or(quoted)}?" if meant else did_you_mean(name, known)
    raise StudyError(f'There is no section or topic "{name[:40]}".{guess}', f"There are {', '.join(known)}.")


def read_item(text: str, items: Mapping[ItemId, Item]) -> ItemId:
    """An item by its id, or by the last part of it where that is clear."""
    folded = text.strip().casefold()
    if folded in items:
        return ItemId(folded)
    found = [item for item in items if item.rsplit("/", 1)[-1] == folded]
    if len(found) == 1:
        return found[0]
    close = did_you_mean(folded, list(items)) or did_you_mean(folded, [item.rsplit("/", 1)[-1] for item in items])
    raise StudyError(f'There is no item "{text.strip()[:60]}".{close}', "Items are named as in beginner/overfitting.")


def _number(text: str, what: str, usual: int, unit: str, least: int, most: int) -> int:
    """The number that was typed, `usual` where nothing was."""
    typed = text.strip()
    if not typed:
        return usual
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10 and least <= int(typed) <= most):
        raise StudyError(f'{what} takes {least} to {most:,}{unit}, not "{typed[:40]}".', "Write a whole number.")
    return int(typed)


def _or(names: Iterable[str]) -> str:
    return " or ".join(names)
