"""`/kit`: question sets for interviews. Outside the wall: checks the role, fetches when items were asked, nothing else.

A kit is kept by its code and what it was made from, so that a button is short and works after a restart. Files are
written outside the transaction, from the code and the title alone: the same two give the same bytes.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import assert_never

from bot.domain.errors import StudyError
from bot.domain.ids import ItemId, KitId
from bot.domain.kits import changing
from bot.domain.kits.codes import code_of, kit_of
from bot.domain.kits.packing import short
from bot.domain.kits.pool import Pool
from bot.domain.kits.request import LAST_SEED
from bot.domain.kits.reviewing import reviewed
from bot.domain.kits.selecting import select
from bot.domain.kits.values import Copy, Format, Kit, Request, Sheet
from bot.engine import kit_commands as k
from bot.engine import views as v
from bot.engine.kit_phrases import note
from bot.engine.kit_preview import file_token, form_view, key_of, kit_view
from bot.engine.kit_reading import MINUTES, read_item, read_request, read_seed, topic_words
from bot.engine.ports.bank import Bank
from bot.engine.ports.exporter import Exporter
from bot.engine.ports.kits import KeptKit
from bot.engine.tokens import Token
from bot.engine.turn import Turn


@dataclass(frozen=True, slots=True)
class WriteFile:
    """What a use case returns in place of a view when a file waits to be written."""

    sheet: Sheet
    format: Format
    copy: Copy
    buttons: tuple[v.Button, ...]


Outcome = v.View | WriteFile


async def written(waiting: WriteFile, exporter: Exporter | None) -> v.View:
    """The file, made in a worker thread: it takes seconds."""
    if exporter is None:
        raise StudyError("Files cannot be written here.", "On the command line: `studybot kit --help`.")
    file = await asyncio.to_thread(exporter.export, waiting.sheet, waiting.format, waiting.copy)
    return v.KitFileView(waiting.sheet.kit.title, file, note(waiting.format, waiting.copy), waiting.buttons)


def perform(turn: Turn, command: k.KitCommand) -> Outcome:
    """Everything about kits; for admins, and those whom the platform's settings name."""
    turn.hiring_only()
    match command:
        case k.OpenKitForm():
            return _form(turn, command)
        case k.MakeKit():
            return _make(turn, command)
        case k.OpenKitCode():
            return _open_code(turn, command)
        case k.ShowKit():
            return _shown(turn, _kept(turn, command.kit))
        case k.DrawKitAgain():
            return _draw_again(turn, command)
        case k.LockKitItem():
            return _lock(turn, command)
        case k.GetKitFile():
            return _file(turn, _kept(turn, command.kit), command.format, command.copy)
        case k.SwapKitItem():
            return _changed(turn, command, lambda kit, item, pool: changing.swapped(kit, item, pool))
        case k.MoveKitItem():
            return _changed(turn, command, lambda kit, item, pool: changing.moved(kit, item, command.to, pool))
        case k.ShiftKitItem():
            return _changed(turn, command, lambda kit, item, pool: _shifted(kit, item, command.by, pool))
        case k.DropKitItem():
            return _changed(turn, command, lambda kit, item, pool: changing.dropped(kit, item, pool))
        case k.AddKitItem():
            return _add(turn, command)
        case _:
            assert_never(command)


def sheet_of(bank: Bank, code: str, title: str) -> Sheet:
    """What documents hold; raises StudyError for a typo in the code, and where the bank has changed since."""
    kit = kit_of(code, title, bank.items, lambda item: bank.source(item)[0], bank.label)
    return Sheet(replace(kit, notes=()), code, bank.label, bank.licence)


def _code(turn: Turn, kit: Kit) -> str:
    return code_of(kit, lambda item: turn.bank.source(item)[0], turn.bank.label)


def _kept(turn: Turn, kit: KitId) -> KeptKit:
    """The kit, if it belongs to this space."""
    found = turn.tx.kits.get(kit, turn.space.id)
    if found is None:
        raise StudyError("This kit is not here any more; kits are kept for 90 days.", "Make one with `/kit`.")
    return found


def _opened(turn: Turn, kept: KeptKit) -> tuple[Kit, Pool]:
    """The kit as it stands, and what it may be changed with."""
    kit = kit_of(kept.code, kept.title, turn.bank.items, lambda item: turn.bank.source(item)[0], turn.bank.label)
    asked = turn.tx.kits.last_asked(turn.space.id)
    return kit, Pool.of(turn.bank.items.values(), _still(turn, kept.request), asked, turn.today)


def _still(turn: Turn, request: Request) -> Request:
    """A kept request without what was included, and without words and items that have left the bank since."""
    items = turn.bank.items
    return replace(
        request,
        draw=tuple(word for word in request.draw if any(item.answers_to(word) for item in items.values())),
        include=(),
        exclude=frozenset(item for item in request.exclude if item in items),
    )


def _shown(turn: Turn, kept: KeptKit) -> v.View:
    kit, pool = _opened(turn, kept)
    return kit_view(kept, reviewed(kit, pool), pool.last_asked)


def _form(turn: Turn, command: k.OpenKitForm) -> v.View:
    if not turn.asker.has_forms:
        raise StudyError("Say what you want behind the command.", "For example: `/kit expert 45 llm,retrieval pdf`")
    kept = _kept(turn, command.kit) if command.kit else None
    request = kept.request if kept else Request(minutes=MINUTES, seed=_chance(turn))
    return form_view(kept, request, tuple(topic_words(turn.bank)))


def _chance(turn: Turn) -> int:
    """A seed that nobody outside can guess: the space's own secret and the moment."""
    return short(f"{turn.space.seed} {turn.now.isoformat()}", 40) % (LAST_SEED + 1)


def _make(turn: Turn, command: k.MakeKit) -> Outcome:
    before = _kept(turn, command.kit) if command.kit else None
    seed = read_seed(command.seed)
    if seed is None:
        seed = before.request.seed if before else _chance(turn)
    request = read_request(
        turn.bank,
        seed=seed,
        title=command.title,
        minutes=command.minutes,
        level=command.level,
        topics=command.topics,
        count=command.count,
        strict_days=command.strict_days,
        mix=command.mix,
        include=[*(_held(turn, before) if before else ()), *command.include],
        exclude=command.exclude,
    )
    if before is not None:
        # What was removed by hand stays away, unless it is asked for now.
        removed = _still(turn, before.request).exclude - set(request.include)
        request = replace(request, exclude=request.exclude | removed)
    kept = _selected(turn, request, before)
    return _file(turn, kept, command.format, command.copy) if command.format else _shown(turn, kept)


def _held(turn: Turn, kept: KeptKit) -> list[ItemId]:
    """The locked items, in the kit's order."""
    kit, _ = _opened(turn, kept)
    return [entry.item.id for entry in kit.entries if entry.item.id in kept.locked]


def _selected(turn: Turn, request: Request, before: KeptKit | None) -> KeptKit:
    """A kit for the request, kept in the place of the one before, if there was one."""
    kit = select(turn.bank.items.values(), request, turn.tx.kits.last_asked(turn.space.id), turn.today)
    code = _code(turn, kit)
    if before is None:
        return turn.tx.kits.add(turn.space.id, code, request.title, request, turn.now)
    kept = replace(before, code=code, title=request.title, request=request)
    turn.tx.kits.change(kept, turn.now)
    return kept


def _draw_again(turn: Turn, command: k.DrawKitAgain) -> v.View:
    kept = _kept(turn, command.kit)
    seed = (kept.request.seed + 1) % (LAST_SEED + 1)
    request = replace(_still(turn, kept.request), seed=seed, include=tuple(_held(turn, kept)))
    return _shown(turn, _selected(turn, request, kept))


def _open_code(turn: Turn, command: k.OpenKitCode) -> Outcome:
    title = " ".join(command.title.split())
    kit = kit_of(command.code, title, turn.bank.items, lambda item: turn.bank.source(item)[0], turn.bank.label)
    code = _code(turn, kit)
    kept = turn.tx.kits.find(turn.space.id, code, title)
    if kept is None:
        request = Request(title=title, minutes=kit.budget, level=kit.level, seed=kit.seed)
        kept = turn.tx.kits.add(turn.space.id, code, title, request, turn.now)
    return _file(turn, kept, command.format, command.copy) if command.format else _shown(turn, kept)


def _lock(turn: Turn, command: k.LockKitItem) -> v.View:
    kept = _kept(turn, command.kit)
    kit, _ = _opened(turn, kept)
    item = _named(kit, command.item)
    kept = replace(kept, locked=kept.locked | {item} if command.locked else kept.locked - {item})
    turn.tx.kits.change(kept, turn.now)
    return _shown(turn, kept)


Change = Callable[[Kit, ItemId, Pool], Kit]


def _changed(
    turn: Turn, command: k.SwapKitItem | k.MoveKitItem | k.ShiftKitItem | k.DropKitItem, change: Change
) -> v.View:
    kept = _kept(turn, command.kit)
    kit, pool = _opened(turn, kept)
    item = _named(kit, command.item)
    request = kept.request
    if isinstance(command, k.SwapKitItem | k.DropKitItem) and item in kept.locked:
        raise StudyError("This question is locked.", "Unlock it first.")
    if isinstance(command, k.DropKitItem):
        # What somebody removed by hand is not offered again.
        request = replace(request, exclude=request.exclude | {item})
    return _keep(turn, replace(kept, request=request), change(kit, item, pool))


def _add(turn: Turn, command: k.AddKitItem) -> v.View:
    kept = _kept(turn, command.kit)
    kit, pool = _opened(turn, kept)
    item = read_item(command.item, turn.bank.items)
    # What somebody added by hand stays through every other draw.
    kept = replace(
        kept,
        request=replace(kept.request, exclude=kept.request.exclude - {item}),
        locked=kept.locked | {item},
    )
    return _keep(turn, kept, changing.added(kit, item, pool))


def _keep(turn: Turn, kept: KeptKit, kit: Kit) -> v.View:
    kept = replace(kept, code=_code(turn, kit))
    turn.tx.kits.change(kept, turn.now)
    return _shown(turn, kept)


def _named(kit: Kit, item: str) -> ItemId:
    """The item of the kit by its id, or by the key that buttons carry."""
    found = next((entry.item.id for entry in kit.entries if item in (entry.item.id, key_of(entry.item.id))), None)
    if found is None:
        raise StudyError("This question is not in the kit any more.", "Look at the kit as it is now.")
    return found


def _shifted(kit: Kit, item: ItemId, by: int, pool: Pool) -> Kit:
    place = next(index for index, entry in enumerate(kit.entries) if entry.item.id == item)
    return changing.moved(kit, item, place + by, pool)


def _file(turn: Turn, kept: KeptKit, format: Format, copy: Copy) -> WriteFile:
    buttons = [v.Button("The kit", Token("kit", kept.id))]
    if copy is Copy.INTERVIEWER:
        buttons.append(v.Button("PDF for the candidate", file_token(kept, Format.PDF, Copy.CANDIDATE)))
    else:
        buttons.append(v.Button("PDF for you", file_token(kept, Format.PDF, Copy.INTERVIEWER)))
    return WriteFile(sheet_of(turn.bank, kept.code, kept.title), format, copy, tuple(buttons))
