"""The words around interview kits."""

from datetime import date

from bot.domain.kits.values import FOR_CANDIDATES, Copy, Format, Role

ROLES = {
    Role.WARM_UP: "Warm-up",
    Role.CORE: "Core",
    Role.TROUBLESHOOTING: "Troubleshooting",
    Role.STRETCH: "Stretch",
}
FORMATS = {
    Format.MARKDOWN: "Markdown",
    Format.HTML: "Web page to print",
    Format.PDF: "PDF",
    Format.DOCX: "Word",
    Format.CSV: "Table (CSV)",
    Format.JSON: "JSON",
    Format.MOODLE: "Moodle quiz",
    Format.GIFT: "GIFT quiz",
    Format.QTI: "QTI 2.1 quiz",
    Format.ANKI: "Anki cards",
}
COPIES = {Copy.INTERVIEWER: "for the interviewer", Copy.CANDIDATE: "for the candidate"}
NO_CANDIDATES = "Kits hold questions only. Nothing about a candidate is asked for or stored here."


def note(format: Format, copy: Copy) -> str:
    """What a file is, and how to use it fairly."""
    if format not in FOR_CANDIDATES:
        return "Holds the right answers: for people who learn, not for candidates."
    if copy is Copy.CANDIDATE:
        return "For the candidate: the questions and nothing else."
    return (
        "For the interviewer: it holds the answers and how to score them. Ask every candidate for the job the same "
        "questions, and write your scores down before you talk about them."
    )


def last_asked(day: date | None) -> str:
    return "not asked here yet" if day is None else f"last asked here on {day.day} {day:%B %Y}"
