"""The loaded packs as the engine's bank."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from bot.bank.loader import Pack, digest, revive, source_of
from bot.domain.ids import ItemId


class PackBank:
    """Items, topics and texts of all packs. Frozen once loaded."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        self._packs = tuple(packs)
        self._pack_of = {item.id: pack for pack in packs for item in pack.items}
        self.items = {item.id: item for pack in packs for item in pack.items}
        self.topics = {topic: meaning for pack in packs for topic, meaning in pack.topics.items()}
        # Caches of this bank: a cache of the class would keep old packs alive after a reload.
        self.source = lru_cache(maxsize=None)(self._source)
        self.revive = lru_cache(maxsize=64)(revive)

    @property
    def label(self) -> str:
        return ", ".join(f"{pack.name} {pack.version} ({len(pack.items)} items)" for pack in self._packs)

    @property
    def licence(self) -> str:
        return ", ".join(dict.fromkeys(pack.license for pack in self._packs))

    @property
    def folders(self) -> dict[str, Path]:
        """Where each pack's pictures are."""
        return {pack.name: pack.path for pack in self._packs}

    def _source(self, item: ItemId) -> tuple[str, str]:
        pack = self._pack_of[item]
        text = source_of(pack.name, pack.files[item])
        return digest(text), text
