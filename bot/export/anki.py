"""A kit's checks as an Anki deck for learners: question and options in front; right option, reasons and diagram behind.

Every note has an identity of its own, made from its item and check: a second import updates and never doubles. Anki
takes a note for newer by its time, so that is when the item was last reviewed, a second more for each revision.
"""

import contextlib
import io
import json
import sqlite3
import tempfile
from datetime import UTC, datetime, time
from hashlib import sha256
from pathlib import Path

import htpy as h
from markupsafe import Markup

from bot.domain.kits.values import Sheet
from bot.domain.questions import Item
from bot.export import quiz
from bot.export.pictures import Pictures
from bot.export.zips import packed, unpacked

_MODEL = 1690417735
"""The identity of our note type. It never changes, or a second import would make new notes."""
_EPOCH = 315532800.0
"""1980-01-01: when the deck and its note type were made, whoever makes them."""
_STYLE = """.card { font: 18px/1.45 system-ui, sans-serif; text-align: left; max-width: 40em; margin: 0 auto; }
ol { list-style: upper-alpha; } .right { font-weight: bold; } .why { opacity: .8; } img { max-width: 100%; }"""


def write(sheet: Sheet, pictures: Pictures) -> bytes:
    import genanki  # loaded for the first deck, not at the start

    model = genanki.Model(
        _MODEL,
        "Study Bot check",
        fields=[{"name": name} for name in ("Question", "Options", "Answer", "Diagram", "Key")],
        templates=[
            {
                "name": "Check",
                "qfmt": "{{Question}}{{Options}}",
                "afmt": "{{Question}}<hr id=answer>{{Answer}}{{Diagram}}",
            }
        ],
        css=_STYLE,
    )
    deck = genanki.Deck(_number(sheet.kit.title), sheet.kit.title, f"Kit {sheet.code}")
    media: dict[str, bytes] = {}
    times: dict[str, int] = {}
    for quizzed in quiz.checks(sheet):
        note = genanki.Note(
            model=model,
            guid=genanki.guid_for(quizzed.key),
            tags=[quizzed.item.level.value, *(topic.replace(" ", "-") for topic in quizzed.item.topics)],
            fields=[
                quiz.html(quizzed.check.prompt),
                _options(quizzed),
                _answer(quizzed),
                _diagram(quizzed.item, pictures, media),
                quizzed.key,
            ],
        )
        deck.add_note(note)
        times[note.guid] = _changed(quizzed.item)
    buffer = io.BytesIO()
    genanki.Package(deck).write_to_file(buffer, timestamp=_EPOCH)
    collection = _dated(unpacked(buffer.getvalue())["collection.anki2"], times)
    names = dict(enumerate(media))
    return packed(
        {
            "collection.anki2": collection,
            "media": json.dumps(names).encode(),
            **{str(at): media[name] for at, name in names.items()},
        },
        first="collection.anki2",
    )


def _number(words: str) -> int:
    """A stable identity in the range that Anki uses."""
    return (1 << 30) + int.from_bytes(sha256(words.encode()).digest()[:4], "big") % (1 << 30)


def _options(quizzed: quiz.Quizzed) -> str:
    return str(h.ol[(h.li[_ready(quiz.line_html(option.text))] for option in quizzed.check.options)])


def _answer(quizzed: quiz.Quizzed) -> str:
    return str(
        h.ol[
            (
                h.li(class_="right" if option.right else None)[
                    _ready(quiz.line_html(option.text)),
                    " ✓ right" if option.right else "",
                    h.div(".why")[_ready(quiz.line_html(option.because))],
                ]
                for option in quizzed.check.options
            )
        ]
    )


def _diagram(item: Item, pictures: Pictures, media: dict[str, bytes]) -> str:
    """The picture's element; the file goes into the package once for all checks of the item."""
    png = pictures(item.pack, item.diagram.path) if item.diagram else b""
    if not item.diagram or not png:
        return ""
    name = f"studybot-{item.id.replace('/', '-')}.png"
    media[name] = png
    return str(h.img(src=name, alt=item.diagram.alt))


def _changed(item: Item) -> int:
    """Seconds since 1970."""
    return int(datetime.combine(item.reviewed, time(), UTC).timestamp()) + item.revision


def _dated(collection: bytes, times: dict[str, int]) -> bytes:
    """The collection with each note as old as its item."""
    with tempfile.TemporaryDirectory(prefix="studybot-") as folder:
        file = Path(folder) / "collection.anki2"
        file.write_bytes(collection)
        with contextlib.closing(sqlite3.connect(file)) as database, database:
            database.executemany("UPDATE notes SET mod = ? WHERE guid = ?", [(at, guid) for guid, at in times.items()])
        return file.read_bytes()


def _ready(html: str) -> Markup:
    return Markup(html)  # noqa: S704  (made by `to_html`, which escapes)
