"""How long a bank takes to load, and what it weighs.

    python -m tests.benchmarks.bank

Loads the shipped pack and two made-up packs of 10,000 items, once with the least that an item must hold and once as
long as the shipped ones, and prints seconds and memory beside plain YAML parsing of the same files with libyaml.
"""

import gc
import resource
import sys
import tempfile
import time
from pathlib import Path

import yaml

from bot import wiring
from bot.bank.loader import load

MANY = 10_000


def parsed(folder: Path) -> float:
    """Seconds to parse all files and do nothing with them."""
    before = time.perf_counter()
    for file in sorted(folder.glob("*/*.yaml")):
        yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    return time.perf_counter() - before


def loaded(folder: Path) -> tuple[float, int]:
    """Seconds to load a pack, and its number of items."""
    gc.collect()
    before = time.perf_counter()
    found = load([folder])
    seconds = time.perf_counter() - before
    for problem in found.problems[:5]:
        print(problem, file=sys.stderr)
    return seconds, sum(len(pack.items) for pack in found.packs)


def made_up(shipped: Path, folder: Path, *, short: bool) -> None:
    """A pack of MANY items, each a copy of a shipped one under another id; short ones with the least of everything."""
    (folder / "many").mkdir()
    head = yaml.safe_load((shipped / "pack.yaml").read_text())
    (folder / "pack.yaml").write_text(yaml.safe_dump({**head, "name": "made-up", "sections": ["many"]}))
    texts = [(file.stem, file.parent.name, file.read_text()) for file in sorted(shipped.glob("*/*.yaml"))]
    if short:
        texts = [(slug, section, shortened(text)) for slug, section, text in texts]
    for i in range(MANY):
        slug, section, text = texts[i % len(texts)]
        text = text.replace(f"id: {section}/{slug}\n", f"id: many/{slug}-{i}\n", 1)
        (folder / "many" / f"{slug}-{i}.yaml").write_text(text)


def shortened(text: str) -> str:
    """The item with the least that the schema takes: what a small team's own question looks like."""
    item = yaml.safe_load(text)
    item["answer"]["full"] = item["answer"]["full"][:450]
    item["answer"]["alternatives"] = item["answer"]["alternatives"][:2]
    for point in item["key_points"]:
        point["phrasings"] = point.get("phrasings", [])[:3]
    item["key_points"] = [point for point in item["key_points"] if point["phrasings"]][:4]
    item["false_claims"] = [{**claim, "phrasings": claim["phrasings"][:1]} for claim in item["false_claims"][:2]]
    for name in ("diagram", "case"):
        item.pop(name, None)
    for name in ("probes", "red_flags", "sources"):
        item[name] = item[name][:2]
    return str(yaml.safe_dump(item, sort_keys=False, allow_unicode=True))


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def main() -> None:
    shipped = wiring.shipped_pack()
    loaded(shipped)  # the first load also imports the models
    bare, (seconds, items) = parsed(shipped), loaded(shipped)
    print(f"shipped pack   {items:6} items  {seconds:6.2f} s  (YAML alone {bare:.2f} s, ratio {seconds / bare:.2f})")
    for short in (True, False):
        with tempfile.TemporaryDirectory() as place:
            made_up(shipped, Path(place), short=short)
            before = memory()
            bare, (seconds, items) = parsed(Path(place)), loaded(Path(place))
            print(
                f"{'short' if short else 'full '} items    {items:6} items  {seconds:6.2f} s  "
                f"(YAML alone {bare:.2f} s, ratio {seconds / bare:.2f})  memory {before:.0f} -> {memory():.0f} MB"
            )


if __name__ == "__main__":
    main()
