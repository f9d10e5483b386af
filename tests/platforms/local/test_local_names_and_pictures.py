"""What comes from outside besides commands: visitors' names, and paths of pictures."""

from pathlib import Path
from urllib.parse import quote

import pytest
from yarl import URL

from bot.domain.errors import StudyError
from bot.platforms.local.visitors import name_from
from tests.platforms.local.fakes import Studio, Visitor


@pytest.mark.asyncio
async def test_pictures_of_a_pack_are_served(ana: Visitor) -> None:
    async with ana.session.get("/diagrams/ai-ml/diagrams/gradients.png") as response:
        assert (response.status, response.content_type) == (200, "image/png")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "path",
    [
        "/diagrams/ai-ml/pack.yaml", "/diagrams/ai-ml/diagrams/notes.txt", "/diagrams/other/diagrams/gradients.png",
        "/diagrams/ai-ml/diagrams/../secret.png", "/diagrams/ai-ml/diagrams/%2e%2e/secret.png",
        "/diagrams/ai-ml/diagrams/..%2fsecret.png", "/diagrams/ai-ml/%2fetc/passwd.png", "/diagrams/ai-ml/secret.png",
        "/diagrams/ai-ml/diagrams/outside.png", "/diagrams/ai-ml/diagrams/", "/diagrams/ai-ml/diagrams/%00.png",
    ],
)  # fmt: skip
async def test_nothing_else_of_the_disk_is_served(home: Studio, ana: Visitor, tmp_path: Path, path: str) -> None:
    for name in ("pack.yaml", "secret.png", "diagrams/notes.txt"):
        (tmp_path / name).write_text("secret")
    (tmp_path / "diagrams" / "outside.png").symlink_to(tmp_path / "secret.png")
    async with ana.session.get(URL(home.url + path, encoded=True)) as response:
        assert response.status == 404
        assert "secret" not in await response.text()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Ana", "Ana"), ("  Ana \n Maria ", "Ana Maria"), ("Łukasz 李 🙂", "Łukasz 李 🙂"), ("a\u202eb\u2066c", "abc"),
        ("x\x00\x1by", "xy"), ("Zoe\u0308", "Zoë"), ("نیلوفر", "نیلوفر"), ("<b>&amp;", "<b>&amp;"), ("%41", "%41"),
    ],
)  # fmt: skip
def test_names_are_cleaned_and_stay_themselves(typed: str, name: str) -> None:
    assert name_from(quote(typed)) == name


@pytest.mark.parametrize("typed", ["", "   ", "\u202e", "x" * 41, "%FF%00"])
def test_names_that_are_none_are_refused(typed: str) -> None:
    if typed == "%FF%00":
        assert name_from(typed) == "\ufffd"
        return
    with pytest.raises(StudyError):
        name_from(quote(typed))
