"""Packs on disk become domain items; every problem is told with its file and line."""

import gc
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from bot.bank.schema import ItemFile, PackFile
from bot.documents import line_of, read
from bot.domain.errors import Problem, did_you_mean
from bot.domain.questions import Item


@dataclass(frozen=True, slots=True)
class Pack:
    """One loaded pack folder."""

    path: Path
    name: str
    title: str
    version: str
    license: str
    topics: dict[str, str]
    items: tuple[Item, ...]
    files: dict[str, ItemFile]
    """Item id -> the file as read."""


@dataclass(slots=True)
class Loaded:
    packs: list[Pack] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def load(paths: Iterable[Path]) -> Loaded:
    """Every pack in `paths`, and every problem found on the way; a file with a problem is left out."""
    loaded = Loaded()
    # Nothing made here is garbage, but the collector would look for it again and again: half the time of a big pack.
    collecting = gc.isenabled()
    gc.disable()
    try:
        for path in paths:
            _load_pack(Path(path), loaded)
    finally:
        if collecting:
            gc.enable()
    _refuse_duplicates(loaded)
    return loaded


def source_of(pack: str, file: ItemFile) -> str:
    """Text from which `revive` makes the same item again: the pack's name, and the file as JSON."""
    return f"{pack}\n{file.model_dump_json(exclude_defaults=True)}"


def revive(source: str) -> Item:
    """The item that a kept source tells of."""
    pack, _, body = source.partition("\n")
    return ItemFile.model_validate_json(body).value(pack)


def digest(source: str) -> str:
    """Names the content of an item: 16 hexadecimal digits."""
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def _load_pack(path: Path, loaded: Loaded) -> None:
    if not path.is_dir():
        loaded.problems.append(
            Problem(str(path), 1, "There is no such folder. `questions:` lists folders that hold a pack.yaml.")
        )
        return
    head = path / "pack.yaml"
    if not head.is_file():
        loaded.problems.append(Problem(str(head), 1, "The file is missing. A pack is a folder with a pack.yaml."))
        return
    pack = read(head, PackFile, loaded.problems, example="name: our-questions")
    if pack is None:
        return
    files: dict[str, ItemFile] = {}
    for section in pack.sections:
        for file in sorted((path / section).glob("*.yaml")):
            parsed = read(file, ItemFile, loaded.problems, example="id: beginner/overfitting")
            if parsed is None:
                continue
            expected = f"{section}/{file.stem}"
            if parsed.id != expected:
                loaded.problems.append(
                    Problem(
                        str(file),
                        line_of(file, ("id",)),
                        f'The id is "{parsed.id}", but this file\'s place says "{expected}".',
                    )
                )
                continue
            files[parsed.id] = parsed
    _refuse_strays(path, pack, loaded)
    items = tuple(file.value(pack.name) for file in files.values())
    loaded.packs.append(Pack(path, pack.name, pack.title, pack.version, pack.license, dict(pack.topics), items, files))


def _refuse_strays(path: Path, pack: PackFile, loaded: Loaded) -> None:
    for file in sorted(path.glob("*/*.y*ml")):
        section = file.parent.name
        if section not in pack.sections:
            loaded.problems.append(
                Problem(
                    str(file),
                    1,
                    f'The folder "{section}" is not among the sections of '
                    f"pack.yaml.{did_you_mean(section, pack.sections)}",
                )
            )
        elif file.suffix != ".yaml":
            loaded.problems.append(Problem(str(file), 1, "The file must end in .yaml to be read."))


def _refuse_duplicates(loaded: Loaded) -> None:
    seen: dict[str, Path] = {}
    for pack in loaded.packs:
        for item in pack.items:
            other = seen.setdefault(item.id, pack.path)
            if other != pack.path:
                loaded.problems.append(
                    Problem(
                        str(pack.path / f"{item.id}.yaml"), 1, f'The id "{item.id}" is taken by the pack in {other}.'
                    )
                )
