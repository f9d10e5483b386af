"""Interview kits on the local page: the preview with its buttons, and a file to download."""

from urllib.parse import urlencode

import htpy as h

from bot.engine import kit_facts as facts
from bot.engine import phrases
from bot.engine import views as v
from bot.engine.kit_phrases import NO_CANDIDATES
from bot.platforms.local import icons
from bot.platforms.local import parts as p
from bot.platforms.local.text import sentence


def kit(view: v.KitView) -> h.Node:
    """The kit before it is taken along; the kit page does the same with more comfort."""
    return h.article(".card.kit")[
        h.div(".meta")[h.span(".chip")["Interview kit"], h.span(".dim")[facts.levels(view)]],
        p.heading(view),
        h.p[facts.timing(view)],
        h.p(".small")[f"Topics: {facts.topics(view)}"],
        _unmet(view),
        h.ol(".kit-lines")[(_line(number, line) for number, line in enumerate(view.lines, 1))],
        p.buttons(view.buttons),
        h.p[h.a(href=_page(view))["Open it on the kit page"], " to search, sort and print."],
        p.folded("What was left out, and why", h.ul(".points")[(h.li[sentence(one)] for one in view.left_out)])
        if view.left_out
        else None,
        h.p(".small")["Kit code: ", h.code[view.code]],
        h.p(".small")[NO_CANDIDATES],
    ]


def _page(view: v.KitView) -> str:
    """The kit page, which finds the kit by its code; nothing of it is sent with the address."""
    return f"/kit#{urlencode({'code': view.code, 'title': view.title})}"


def _unmet(view: v.KitView) -> h.Node:
    if not view.unmet:
        return None
    return h.ul(".points.failures")[(h.li[icons.WARNING, h.div[sentence(one)]] for one in view.unmet)]


def _line(number: int, line: v.KitLine) -> h.Renderable:
    return h.li[
        h.div(".meta")[
            h.strong[f"{number}."],
            h.span(".dim")[facts.part(line)],
            p.badge(line.level),
            h.span(".chip")["locked"] if line.locked else None,
        ],
        h.p(".says")[line.title],
        h.p[line.why],
        h.p(".small")[f"{facts.asked(line)} · {', '.join(line.topics)}"],
        p.buttons(line.buttons),
    ]


def kit_file(view: v.KitFileView, address: str) -> h.Node:
    """A file and how to use it. `address` is where the page serves it; empty where it does not."""
    size = phrases.count(max(1, round(len(view.file.data) / 1024)), "kB", "kB")
    return h.article(".card.kit-file")[
        p.heading(view),
        h.p[h.a(".download", href=address, download=view.file.name)[view.file.name], h.span(".dim")[f" {size}"]]
        if address
        else h.p[view.file.name],
        h.p[sentence(view.note)],
        p.buttons(view.buttons),
        h.p(".small")[NO_CANDIDATES],
    ]
