"""Small packs on disk for tests."""

from pathlib import Path
from typing import Any

import yaml

from bot import wiring


def item(name: str = "basics/gap", **changes: Any) -> dict[str, Any]:
    """A valid item: the shipped one on overfitting, under another name, without its picture and neighbors."""
    data: dict[str, Any] = yaml.safe_load((wiring.shipped_pack() / "beginner" / "overfitting.yaml").read_text())
    del data["diagram"]
    return {**data, "id": name, "overlaps": [], "topics": ["data"], **changes}


def pack(folder: Path, *items: dict[str, Any], **changes: Any) -> Path:
    """A pack with one section, `basics`, and these items."""
    head = {
        "name": "ours",
        "title": "Our questions",
        "description": "A pack made for a test",
        "license": "MIT",
        "version": "2026.11",
        "sections": ["basics"],
        "topics": {"data": "all about data"},
        **changes,
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.yaml").write_text(yaml.safe_dump(head))
    for one in items:
        file = folder / f"{one['id']}.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(yaml.safe_dump(one, sort_keys=False, allow_unicode=True))
    return folder
