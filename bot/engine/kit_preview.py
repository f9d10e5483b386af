"""How a kit looks before it is downloaded, and the form that it is made with."""

from collections import Counter

from bot.domain.ids import ItemId
from bot.domain.kits.packing import short
from bot.domain.kits.values import FOR_CANDIDATES, Copy, Entry, Format, Kit, LastAsked, Request
from bot.domain.questions import Level
from bot.engine.kit_views import KitFormView, KitLine, KitView
from bot.engine.ports.kits import KeptKit
from bot.engine.setting_views import Button
from bot.engine.tokens import Token


def key_of(item: ItemId) -> str:
    """Stands for an item in a button, where an id may be too long."""
    return f"{short(item, 32):08x}"


def kit_view(kept: KeptKit, kit: Kit, last_asked: LastAsked) -> KitView:
    topics = Counter(topic for entry in kit.entries for topic in entry.item.topics)
    levels = Counter(entry.item.level for entry in kit.entries)
    return KitView(
        kit=kept.id,
        code=kept.code,
        title=kit.title,
        minutes=kit.minutes,
        budget=kit.budget,
        seed=kit.seed,
        lines=tuple(_line(kept, kit, place, last_asked) for place in range(len(kit.entries))),
        topics=tuple(topics.most_common()),
        levels=tuple((level, levels[level]) for level in Level if levels[level]),
        unmet=kit.unmet,
        left_out=(*kit.notes, *(one.why for one in kit.left_out)),
        formats=tuple(
            (format, copy) for format in Format for copy in Copy if copy is Copy.INTERVIEWER or format in FOR_CANDIDATES
        ),
        buttons=(
            Button("PDF for you", file_token(kept, Format.PDF, Copy.INTERVIEWER), main=True),
            Button("PDF for the candidate", file_token(kept, Format.PDF, Copy.CANDIDATE)),
            Button("Another draw", Token("kit_again", kept.id)),
            Button("Change", Token("kit_form", kept.id)),
        ),
    )


def file_token(kept: KeptKit, format: Format, copy: Copy) -> Token:
    return Token("kit_file", kept.id, f"{format}.{copy}")


def _line(kept: KeptKit, kit: Kit, place: int, last_asked: LastAsked) -> KitLine:
    entry: Entry = kit.entries[place]
    item, key = entry.item, key_of(entry.item.id)
    locked = item.id in kept.locked
    buttons = [Button("Unlock", Token("kit_unlock", kept.id, key))] if locked else []
    if not locked:
        buttons += [Button("Swap", Token("kit_swap", kept.id, key)), Button("Lock", Token("kit_lock", kept.id, key))]
    if place:
        buttons.append(Button("Up", Token("kit_up", kept.id, key)))
    if place + 1 < len(kit.entries):
        buttons.append(Button("Down", Token("kit_down", kept.id, key)))
    if not locked and len(kit.entries) > 1:
        buttons.append(Button("Remove", Token("kit_drop", kept.id, key)))
    return KitLine(
        item=item.id,
        title=item.title,
        level=item.level,
        section=item.section,
        topics=item.topics,
        minutes=item.minutes,
        role=entry.role,
        why=entry.why,
        last_asked=last_asked.get(item.id),
        locked=locked,
        buttons=tuple(buttons),
    )


def form_view(kept: KeptKit | None, request: Request, selectors: tuple[str, ...]) -> KitFormView:
    return KitFormView(
        token=Token("kit_form", kept.id if kept else 0),
        title=request.title,
        minutes=request.minutes,
        level=request.level,
        draw=",".join(request.draw) or "all",
        count=request.count,
        strict_days=request.strict_days,
        seed=request.seed,
        selectors=selectors,
    )
