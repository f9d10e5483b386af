"""The documents say what the program does."""

import re
from pathlib import Path

import pytest
import yaml

from bot import wiring
from bot.bank.schema import json_schema
from bot.config import load
from bot.engine.verbs import VERBS

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])


def table() -> str:
    """The commands as the README shows them."""
    lines = ["| command | who | does |", "|---|---|---|"]
    for verb in VERBS:
        usage = f"/{verb.usage}".replace("|", "\\|")
        lines.append(f"| `{usage}` | {verb.who} | {verb.about} |")
    return "\n".join(lines)


def test_the_readme_lists_every_command() -> None:
    found = re.search(r"<!-- commands -->\n(.*?)<!-- /commands -->", (ROOT / "README.md").read_text(), re.DOTALL)
    assert found is not None
    assert found[1].strip() == table(), "paste this into README.md:\n" + table()


def test_the_example_configuration_shows_every_key_with_its_default() -> None:
    example = ROOT / "config.example.yaml"
    config, problems = load(wiring.Config, example, {})
    assert problems == []
    assert config == wiring.Config()
    shown = yaml.safe_load(example.read_text())
    assert keys(shown) == keys(wiring.Config().model_dump())


def keys(tree: object, prefix: str = "") -> set[str]:
    """All paths of a nested dictionary."""
    if not isinstance(tree, dict):
        return {prefix}
    return {path for name, value in tree.items() for path in keys(value, f"{prefix}.{name}")} or {prefix}


def test_the_schema_for_editors_is_up_to_date() -> None:
    import json

    kept = json.loads((ROOT / "questions" / "schema.json").read_text())
    assert kept == json_schema(), "run: make schema"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_to_a_file_leads_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", document.read_text())
    missing = [target for target in targets if "://" not in target and not (document.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_make_target_that_a_document_names_exists(document: Path) -> None:
    makefile = (ROOT / "Makefile").read_text()
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", document.read_text(), re.MULTILINE))
    assert {name for name in named if f"\n{name}:" not in makefile} == set()
