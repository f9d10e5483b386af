"""The same sheet gives the same bytes, in another process and another run of the same."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from bot.domain.kits.values import Copy, Format
from tests.export.conftest import Made

ROOT = Path(__file__).parents[2]
ELSEWHERE = """
import hashlib, json, sys
from pathlib import Path
from bot.bank.bank import PackBank
from bot.bank.loader import load
from bot.domain.kits.values import Copy, Format
from bot.export.exporter import KitExporter
from tests.export import sheets
bank = PackBank(load([Path("questions/ai-ml")]).packs)
exporter = KitExporter(bank.folders)
sheet = sheets.few(bank)
files = {f.value: exporter.export(sheet, f, Copy.INTERVIEWER) for f in Format}
print(json.dumps({name: hashlib.sha256(file.data).hexdigest() for name, file in files.items()}))
"""


def test_every_format_has_the_same_bytes_in_another_process(made: Made) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr

    here = {f.value: hashlib.sha256(made(f, Copy.INTERVIEWER).data).hexdigest() for f in Format}
    assert json.loads(done.stdout) == here


def test_an_exporter_that_nobody_asks_loads_no_writer() -> None:
    program = (
        "import sys; from bot.export.exporter import KitExporter; KitExporter({}); "
        "print([name for name in ('typst', 'docx', 'genanki', 'lxml', 'pydantic', 'htpy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)

    assert done.stdout.strip() == "[]"
