"""The import contracts hold, and each of them breaks when somebody breaks it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

BREACHES = {
    "Everything points inwards": ("bot/domain/streaks.py", "import bot.engine.engine"),
    "Platforms do not know one another": ("bot/platforms/other/__init__.py", "import bot.platforms.local.page"),
    "Domain and engine do no I/O": ("bot/engine/turn.py", "import sqlalchemy"),
    "Question packs and their values know no people": ("bot/bank/check.py", "import bot.domain.standings"),
    "Interview kits know no people": ("bot/domain/kits/pool.py", "import bot.domain.verdicts"),
}

DETOURS = {
    "bot/domain/kits/reviewing.py": "import bot.domain.scoring",
    "bot/domain/rotation.py": "import bot.domain.rounds",
    "bot/export/__init__.py": "from bot.engine import answering",
    "bot/engine/ports/exporter.py": "from bot.engine.people_views import MeView",
}
"""Ways from kits to people, also by way of a module that kits may know."""


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "bot", tmp_path / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("contract", BREACHES)
def test_a_contract_breaks_when_somebody_breaks_it(copy: Path, contract: str) -> None:
    name, line = BREACHES[contract]
    file = copy / name
    file.parent.mkdir(exist_ok=True)
    file.write_text((file.read_text() if file.exists() else "") + f"\n{line}\n")
    found = lint(copy)
    assert found.returncode == 1, found.stdout + found.stderr
    assert f"{contract} BROKEN" in found.stdout


def test_the_contracts_hold_as_things_stand(copy: Path) -> None:
    found = lint(copy)
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.slow
def test_no_way_leads_from_kits_to_people_not_even_a_detour(copy: Path) -> None:
    for name, line in DETOURS.items():
        file = copy / name
        file.write_text(f"{file.read_text()}\n{line}\n")
    found = lint(copy).stdout
    assert "Interview kits know no people BROKEN" in found
    for name in DETOURS:
        assert f"{name.removesuffix('.py').removesuffix('/__init__').replace('/', '.')} -> " in found
