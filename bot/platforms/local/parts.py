"""Small pieces that several messages share."""

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from urllib.parse import quote

import htpy as h

from bot.domain.questions import Diagram, Level
from bot.engine import phrases
from bot.engine import views as v
from bot.platforms.local.text import markdown_line

Zone = tzinfo | None
"""None is the zone of this machine."""


def badge(level: Level) -> h.Renderable:
    """The level: a letter, a colour and the word."""
    word = phrases.LEVELS[level]
    return h.span(".level", data_level=level.value)[h.span(".letter", aria_hidden="true")[word[0]], word]


def chips(words: Iterable[str]) -> h.Fragment:
    return h.fragment[(h.span(".chip")[word] for word in words)]


def moment(instant: datetime, zone: Zone) -> h.Renderable:
    """An instant. The text is for pages without JavaScript; with it, the page writes the reader's own time."""
    text = f"{instant.astimezone(zone):%a %d %b, %H:%M}"
    return h.time(datetime=instant.isoformat(), data_show="moment")[text]


def countdown(instant: datetime) -> h.Renderable:
    """`in 3 h`, kept up to date by the page."""
    return h.span(".countdown", data_until=instant.isoformat())


def buttons(items: Sequence[v.Button]) -> h.Node:
    """The buttons of a message, the main one first in sight; nothing when there are none."""
    return h.div(".buttons")[(button(item) for item in items)] if items else None


def button(item: v.Button) -> h.Renderable:
    looks = {"button": True, "main": item.main, "danger": item.danger}
    return h.button(class_=looks, type="button", data_token=str(item.token))[item.label]


def heading(view: v.View) -> h.Renderable:
    return h.h3(".title")[phrases.title(view)]


def bar(share: float) -> h.Renderable:
    """A bar; the number stands beside it in words. Drawn as SVG because the page allows no inline style."""
    width = f"{max(0.0, min(1.0, share)) * 100:.1f}%"
    return h.svg(".bar", aria_hidden="true", focusable="false")[
        h.rect(".bar-ground", width="100%", height="100%", rx="4"),
        h.rect(".bar-fill", width=width, height="100%", rx="4"),
    ]


def options(items: Sequence[v.Option], *, mine: int | None = None) -> h.Node:
    """Lettered options to read."""
    if not items:
        return None
    return h.ul(".options")[(
        h.li(class_={"mine": position == mine})[letter(option.letter), h.span[markdown_line(option.text)]]
        for position, option in enumerate(items)
    )]


def letter(text: str) -> h.Renderable:
    return h.span(".letter")[text]


def picture(diagram: Diagram | None, pack: str) -> h.Node:
    """The diagram on a light card, readable in the dark as well; nothing where it has not been drawn."""
    if diagram is None or not diagram.path:
        return None
    source = f"/diagrams/{quote(pack, safe='')}/{quote(diagram.path)}"
    return h.figure(".diagram")[
        h.a(href=source, target="_blank", rel="noopener")[h.img(src=source, alt=diagram.alt, loading="lazy")],
        h.figcaption[diagram.caption] if diagram.caption else None,
    ]


def sources(lines: Sequence[str]) -> h.Node:
    if not lines:
        return None
    return h.section(".sources")[h.h4["Sources"], h.ul[(h.li[markdown_line(line)] for line in lines)]]


def folded(summary: str, *children: h.Node) -> h.Renderable:
    """Something to open by a click."""
    return h.details(".folded")[h.summary[summary], h.div(".folded-body")[children]]


def facts(rows: Iterable[tuple[str, h.Node]]) -> h.Renderable:
    """Names with their values, one below the other."""
    return h.dl(".facts")[(h.div[h.dt[name], h.dd[value]] for name, value in rows)]
