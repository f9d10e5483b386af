"""The wheel, installed in an empty folder, plays a day."""

import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.process import Play

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.slow
def test_the_wheel_installed_in_an_empty_folder_plays_a_day(tmp_path: Path) -> None:
    built = tmp_path / "dist"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--no-build-isolation",
            "--wheel-dir",
            built,
            ROOT,
        ],
        check=True,
        timeout=120,
    )
    home = tmp_path / "home"
    # The libraries are those of this environment; the package itself comes from the wheel alone.
    venv.create(home / "venv", with_pip=False)
    libraries = home / "venv" / "lib" / f"python3.{sys.version_info[1]}" / "site-packages"
    own = next(Path(place) for place in sys.path if place.endswith("site-packages"))
    (libraries / "libraries.pth").write_text(f"import sys; sys.path.append({str(own)!r})\n")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--no-index",
            "--target",
            libraries,
            next(built.glob("studybot-*.whl")),
        ],
        check=True,
        timeout=120,
    )
    python = str(home / "venv" / "bin" / "python")
    where = subprocess.run(
        [python, "-c", "import bot; print(bot.__file__)"], cwd=home, capture_output=True, text=True, check=True
    ).stdout.strip()
    assert where == str(libraries / "bot" / "__init__.py")
    with Play(home / "play.db", command=(python, "-m", "bot"), cwd=home) as play:
        assert [post["kind"] for post in play.get("api/feed")["posts"]] == ["question"]
        play.post("api/skip", {})
        play.post("api/skip", {})
        assert [post["kind"] for post in play.get("api/feed")["posts"]] == ["question", "reveal", "question"]
