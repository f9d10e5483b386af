"""How long a kit takes in every format: an interview of 45 minutes, and the largest kit there can be, the whole bank.

    python -m tests.benchmarks.export

Seconds that somebody waits, and processor seconds beside them, on a machine that should do nothing else. The first kit
includes the loading of the writers. Typst remembers, so nothing is written twice. The bound is three seconds.
"""

import sys
import time
from pathlib import Path

from bot.bank.bank import PackBank
from bot.bank.loader import load
from bot.domain.kits.values import Copy, Format, Sheet
from bot.export.exporter import KitExporter
from tests.export import sheets

BOUND = 3.0


def main() -> int:
    bank = PackBank(load([Path(__file__).parents[2] / "questions" / "ai-ml"]).packs)
    exporter = KitExporter(bank.folders)
    slowest = 0.0
    for name, sheet in (("45 minutes", sheets.few(bank)), ("whole bank", sheets.sheet(list(bank.items.values())))):
        print(f"{name}: {len(sheet.kit.entries)} questions")
        for format in Format:
            seconds, busy, size = timed(exporter, sheet, format)
            slowest = max(slowest, seconds)
            print(f"  {format.value:8} {seconds:6.2f} s   {busy:6.2f} s of processor   {size / 1000:8,.0f} kB")
    print(f"slowest: {slowest:.2f} s of {BOUND:.0f} s")
    return 0 if slowest < BOUND else 1


def timed(exporter: KitExporter, sheet: Sheet, format: Format) -> tuple[float, float, int]:
    """(seconds, processor seconds, bytes) of one file."""
    before, busy = time.perf_counter(), time.process_time()
    size = len(exporter.export(sheet, format, Copy.INTERVIEWER).data)
    return time.perf_counter() - before, time.process_time() - busy, size


if __name__ == "__main__":
    sys.exit(main())
