"""Views of interview kits, with a title to choose."""

from datetime import date

from bot.domain.ids import ItemId, KitId
from bot.domain.kits.values import Copy, Format, Role
from bot.domain.questions import Level
from bot.engine import views as v
from bot.engine.ports.exporter import File
from bot.engine.tokens import Token

CODE = "K1-2VKDV-YGSCW-P1Z1K-SD4MW-Q15P8-G2C"


def kit_line(number: int, title: str, *, locked: bool = False) -> v.KitLine:
    """A question of a kit, with the buttons that the engine gives it."""
    key = f"{number:08x}"
    deeds = ("unlock", "up") if locked else ("swap", "lock", "up", "down", "drop")
    return v.KitLine(
        item=ItemId(f"intermediate/item-{number}"),
        title=title,
        level=Level.INTERMEDIATE,
        section="intermediate",
        topics=("optimization", "neural-networks"),
        minutes=6,
        role=Role.CORE,
        why=f"At intermediate level: {title}.",
        last_asked=date(2026, 3, 5) if locked else None,
        locked=locked,
        buttons=tuple(v.Button(deed.capitalize(), Token(f"kit_{deed}", 7, key)) for deed in deeds),
    )


def kit(title: str = "Senior ML engineer") -> v.KitView:
    return v.KitView(
        kit=KitId(7),
        code=CODE,
        title=title,
        minutes=20,
        budget=30,
        seed=5,
        lines=(kit_line(1, "Vanishing gradients"), kit_line(2, title, locked=True)),
        topics=(("optimization", 2), ("neural-networks", 1)),
        levels=((Level.INTERMEDIATE, 2),),
        unmet=(f"There is no question on {title}.",),
        left_out=("“Overfitting” was asked here 3 days ago.",),
        formats=((Format.PDF, Copy.INTERVIEWER), (Format.PDF, Copy.CANDIDATE), (Format.ANKI, Copy.INTERVIEWER)),
        buttons=(v.Button("PDF for you", Token("kit_file", 7, "pdf.interviewer"), main=True),),
    )


def kit_file(title: str = "Senior ML engineer") -> v.KitFileView:
    return v.KitFileView(
        title,
        File("interview-kit.md", "text/markdown; charset=utf-8", f"# Kit\n\n{title}\n".encode()),
        "For the interviewer: it holds the answers and how to score them.",
        (v.Button("The kit", Token("kit", 7)),),
    )


def kit_form(title: str = "Senior ML engineer") -> v.KitFormView:
    return v.KitFormView(
        token=Token("kit_form"),
        title=title,
        minutes=45,
        level=Level.INTERMEDIATE,
        draw="all",
        count=None,
        strict_days=0,
        seed=5,
        selectors=("beginner", "llm"),
    )
