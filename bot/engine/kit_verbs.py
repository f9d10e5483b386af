"""`/kit` as people see it. `verbs` gathers all verbs."""

from bot.domain.kits.codes import looks_like_code
from bot.domain.kits.values import Copy, Format
from bot.domain.questions import Level
from bot.engine import commands as c
from bot.engine import kit_commands as k
from bot.engine.verb import Kind, Param, Values, Verb


def _kit(v: Values) -> c.Command:
    """Without words the form; a pasted code opens that kit, wherever it stands."""
    if not v:
        return k.OpenKitForm()
    format = Format(v["format"]) if "format" in v else None
    copy = Copy(v.get("copy", Copy.INTERVIEWER))
    code = v.get("code", "") or (v.get("topics", "") if looks_like_code(v.get("topics", "")) else "")
    if code:
        return k.OpenKitCode(code, v.get("title", ""), format, copy)
    return k.MakeKit(
        title=v.get("title", ""),
        minutes=v.get("minutes", ""),
        level=v.get("level", ""),
        topics=v.get("topics", ""),
        count=v.get("count", ""),
        strict_days=v.get("strict", ""),
        seed=v.get("seed", ""),
        format=format,
        copy=copy,
    )


KIT = Verb(
    ("kit",),
    "A question set for an interview; without words it opens a form",
    _kit,
    (
        Param("level", "how hard", Kind.CHOICE, choices=tuple(level.value for level in Level)),
        Param("minutes", "of the whole interview (45)", Kind.NUMBER, least=1, most=480),
        Param("topics", "sections or topics, comma between them; or a kit code to open", Kind.WORD),
        Param("format", "the file at once; without it a preview", Kind.CHOICE, choices=tuple(f.value for f in Format)),
        Param("copy", "for whom the file is (interviewer)", Kind.CHOICE, choices=tuple(one.value for one in Copy)),
        Param("count", "how many questions; as many as fit when left out", Kind.NUMBER),
        Param("title", "of the job or the round, such as ML engineer", Kind.WORD),
        Param("strict", "leave out what was asked here in the last so many days", Kind.NUMBER, most=3650),
        Param("seed", "a number: the same one gives the same kit", Kind.NUMBER, least=0, most=999_999),
        Param("code", "a kit code: opens that kit again", Kind.WORD),
    ),
    hiring=True,
    examples=("kit", "kit expert 45 llm,retrieval", 'kit expert 45 llm pdf title="ML engineer"', "kit code=K1-…"),
)
