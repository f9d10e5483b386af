"""What a view does not say, and how it looks depends on: where it is shown, and where pictures lie."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.questions import Diagram
from bot.platforms.discord import limits
from bot.platforms.discord.parts import Json, Picture, diagram_text, gallery


@dataclass(frozen=True, slots=True)
class Look:
    """`packs` are the folders of the question packs by name; without `pictures`, diagrams are told in words."""

    packs: Mapping[str, Path] = field(default_factory=dict)
    pictures: bool = True
    hidden: bool = False
    """The model answer stands behind a spoiler: in a channel, where people scroll by."""

    threaded: bool = False
    """The question stands right above, so that its prompt need not be repeated."""

    def picture(self, diagram: Diagram | None, pack: str) -> Picture | None:
        """The diagram's file, if it is there and may go along."""
        folder = self.packs.get(pack)
        if not self.pictures or diagram is None or not diagram.path or folder is None:
            return None
        path = folder / diagram.path
        if not path.is_file() or path.stat().st_size > limits.UPLOAD:
            return None
        return Picture(path, diagram.alt)

    def drawn(self, diagram: Diagram | None, pack: str) -> list[Json | str | None]:
        """The diagram as parts of a message."""
        if diagram is None or not diagram.path:
            return []
        picture = self.picture(diagram, pack)
        if picture is None:
            return [diagram_text(diagram)]
        return [gallery(picture), f"-# {diagram.caption}" if diagram.caption else None]
