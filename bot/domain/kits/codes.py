"""Kit codes: the ordered items with their roles, minutes, level and seed, and hashes of the items' content.

The same code and title give the same sheet, or a plain word about what has changed in the bank. A code holds no
title: codes are pasted into chats and calendars, where nobody should read for which job they are.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from math import prod

from bot.domain.errors import StudyError
from bot.domain.ids import ItemId
from bot.domain.kits.packing import ALPHABET, LOOKALIKES, Unpacking, dashed, packed, short
from bot.domain.kits.request import title_of
from bot.domain.kits.roles import explained
from bot.domain.kits.values import Kit, Role
from bot.domain.questions import Item, Level

PREFIX = "K1"
MINUTES, SEED, LEVEL, COUNT, LABEL = 9, 20, 2, 7, 10
ITEM, ROLE, CONTENT = 16, 2, 7
HEAD, EACH, WHOLE, CHECK = 50, 25, 20, 20
"""Bits of each field. HEAD is that of the first line, two spare bits included, EACH that of the second."""

ROLES, LEVELS = tuple(Role), tuple(Level)

Digest = Callable[[ItemId], str]
"""Names the content of an item: another digest, another content."""

MOST_READINGS = 4096
"""Ways to read a code when items share short digests; far more than any bank brings about."""


def code_of(kit: Kit, digest: Digest, label: str) -> str:
    """The code of a kit over a bank whose packs and versions are `label`."""
    fields = [
        (kit.budget, MINUTES),
        (kit.seed, SEED),
        (LEVELS.index(kit.level), LEVEL),
        (len(kit.entries), COUNT),
        (short(label, LABEL), LABEL),
        (0, HEAD - MINUTES - SEED - LEVEL - COUNT - LABEL),
    ]
    for entry in kit.entries:
        item = entry.item.id
        fields += [
            (short(item, ITEM), ITEM),
            (ROLES.index(entry.role), ROLE),
            (short(digest(item), CONTENT), CONTENT),
        ]
    fields.append((_whole([entry.item.id for entry in kit.entries], digest), WHOLE))
    body = packed(fields)
    return f"{PREFIX}-{dashed(body + packed([(short(body, CHECK), CHECK)]))}"


def kit_of(code: str, title: str, items: Mapping[ItemId, Item], digest: Digest, label: str) -> Kit:
    """The kit that a code names; raises StudyError for a typo, and where the bank has changed since."""
    body = _body(code)
    reading = Unpacking(body)
    budget, seed, rank = reading.take(MINUTES), reading.take(SEED), reading.take(LEVEL)
    count, packs = reading.take(COUNT), reading.take(LABEL)
    if rank >= len(LEVELS) or len(body) * 5 != HEAD + count * EACH + WHOLE:
        raise _foreign()
    level = LEVELS[rank]
    reading.take(HEAD - MINUTES - SEED - LEVEL - COUNT - LABEL)
    named = [(reading.take(ITEM), ROLES[reading.take(ROLE)], reading.take(CONTENT)) for _ in range(count)]
    by_short: dict[int, list[Item]] = {}
    for item in items.values():
        by_short.setdefault(short(item.id, ITEM), []).append(item)
    candidates = [
        [item for item in by_short.get(key, ()) if short(digest(item.id), CONTENT) == content]
        for key, _, content in named
    ]
    changes = [
        _change(by_short.get(key, [])) for (key, _, _), found in zip(named, candidates, strict=True) if not found
    ]
    if changes:
        raise _changed("; ".join(dict.fromkeys(changes)))
    whole = reading.take(WHOLE)
    chosen = next((ids for ids in _readings(candidates) if _whole(ids, digest) == whole), None)
    if chosen is None:
        raise _changed("at least one of its questions is newer now")
    pairs = [(items[item], role) for item, (_, role, _) in zip(chosen, named, strict=True)]
    same_bank = packs == short(label, LABEL)
    notes = () if same_bank else (f"The bank is {label} now; the questions of this kit are the same.",)
    return Kit(
        title=title_of(title, level),
        budget=budget,
        seed=seed,
        entries=explained(pairs, level),
        level=level,
        notes=notes,
    )


def looks_like_code(text: str) -> bool:
    """Whether somebody pasted a kit code, with a typo perhaps."""
    folded = text.strip().upper().translate(LOOKALIKES)
    return folded.startswith("K1-") and len(folded) > 10


def _body(code: str) -> str:
    """The characters between prefix and checksum; raises StudyError for anything that is no code of ours."""
    folded = "".join(character for character in code.upper() if character.isalnum()).translate(LOOKALIKES)
    if folded[:1] != PREFIX[0] or len(folded) < 3 or folded[:2] != PREFIX:
        raise _foreign()
    stranger = next((character for character in folded[2:] if character not in ALPHABET), None)
    body, check = folded[2 : -CHECK // 5], folded[-CHECK // 5 :]
    is_whole = len(body) * 5 >= HEAD + WHOLE and (len(body) * 5 - HEAD - WHOLE) % EACH == 0
    if stranger or not is_whole or packed([(short(body, CHECK), CHECK)]) != check:
        what = f"no code has the letter {stranger}" if stranger else "letters are missing, added or mixed up"
        raise StudyError(f"This kit code has a typo: {what}.", "Copy it again from the kit.")
    return body


def _foreign() -> StudyError:
    return StudyError(
        "This is not a kit code of this version.", f"A kit code begins with {PREFIX}- and stands on every kit."
    )


def _change(found: list[Item]) -> str:
    """What became of an item that is not as it was."""
    if not found:
        return "one of its questions is gone"
    return f"“{found[0].title}” was retired" if found[0].retired else f"“{found[0].title}” is newer now"


def _changed(how: str) -> StudyError:
    return StudyError(
        f"The bank has changed since this kit was made: {how}.",
        "Make a new kit, or open the code with the version of the bank that is printed on the kit.",
    )


def _readings(candidates: list[list[Item]]) -> Iterator[list[ItemId]]:
    """All ways to read the items, where several share a short digest."""
    if prod(len(found) for found in candidates) <= MOST_READINGS:
        for ids in product(*candidates):
            yield [item.id for item in ids]


def _whole(items: list[ItemId], digest: Digest) -> int:
    """A number for the content of all items in their order."""
    return short("\n".join(f"{item} {digest(item)}" for item in items), WHOLE)
