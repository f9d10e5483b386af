"""Views as the page reads them: JSON with the words already chosen."""

from collections.abc import Iterable
from typing import Any, assert_never

from bot.domain.kits.values import CLOSING, OPENING
from bot.domain.questions import Item, Level
from bot.engine import kit_facts, kit_phrases, phrases
from bot.engine import views as v

Json = dict[str, Any]
KitViews = v.KitView | v.KitFormView | v.NoticeView


def facts(view: KitViews) -> Json:
    """One key, `kit`, `form` or `notice`, with what the page shows."""
    match view:
        case v.KitView():
            return {"kit": _kit(view)}
        case v.KitFormView():
            return {"form": _form(view)}
        case v.NoticeView():
            return {"notice": {"says": view.says, "next": view.next_step}}
        case _:
            assert_never(view)


def _kit(view: v.KitView) -> Json:
    return {
        "id": view.kit,
        "code": view.code,
        "title": view.title,
        "minutes": view.minutes,
        "budget": view.budget,
        "opening": OPENING,
        "closing": CLOSING,
        "timing": kit_facts.timing(view),
        "seed": view.seed,
        "lines": [_line(line) for line in view.lines],
        "topics": [{"name": name, "count": number} for name, number in view.topics],
        "levels": [{"level": level, "name": phrases.LEVELS[level], "count": number} for level, number in view.levels],
        "unmet": view.unmet,
        "left_out": view.left_out,
        "downloads": [
            {
                "format": form,
                "copy": copy,
                "name": kit_phrases.FORMATS[form],
                "whose": "learners" if kit_facts.is_quiz(form) else copy,
            }
            for form, copy in kit_facts.in_order(view.formats)
        ],
    }


def _line(line: v.KitLine) -> Json:
    return {
        "item": line.item,
        "title": line.title,
        "level": line.level,
        "levelName": phrases.LEVELS[line.level],
        "section": line.section,
        "topics": line.topics,
        "minutes": line.minutes,
        "role": line.role,
        "roleName": kit_phrases.ROLES[line.role],
        "why": line.why,
        "asked": kit_facts.asked(line),
        "fresh": line.last_asked is None,
        "locked": line.locked,
    }


def _form(view: v.KitFormView) -> Json:
    drawn = [one.strip() for one in view.draw.split(",") if one.strip() not in ("", "all")]
    return {
        "title": view.title,
        "minutes": view.minutes,
        "level": view.level,
        "topics": drawn,
        "count": view.count,
        "strict_days": view.strict_days,
        "seed": view.seed,
    }


def offers(items: Iterable[Item]) -> list[Json]:
    """What can be added by hand; retired items cannot."""
    known = sorted((item for item in items if not item.retired), key=lambda one: (list(Level).index(one.level), one.id))
    return [
        {
            "id": item.id,
            "title": item.title,
            "level": item.level,
            "levelName": phrases.LEVELS[item.level],
            "minutes": item.minutes,
            "topics": item.topics,
        }
        for item in known
    ]
