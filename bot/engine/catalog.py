"""Typed lines and collected values become commands, by the verbs that `verbs` declares."""

from collections.abc import Mapping
from datetime import date
from typing import assert_never

from bot.domain.errors import StudyError, did_you_mean
from bot.engine import commands as c
from bot.engine.verbs import VERBS as VERBS
from bot.engine.verbs import Kind as Kind
from bot.engine.verbs import Param as Param
from bot.engine.verbs import Values as Values
from bot.engine.verbs import Verb as Verb


def find(words: list[str]) -> tuple[Verb, int] | None:
    """The verb with the longest path that the words begin with, and how many words that path takes."""
    best: tuple[Verb, int] | None = None
    for verb in VERBS:
        size = len(verb.path)
        if tuple(word.casefold() for word in words[:size]) == verb.path and (best is None or size > best[1]):
            best = verb, size
    return best


def split(line: str) -> list[str]:
    """Words of a typed line; quotes, straight or curly, hold words together. An open quote is taken as it stands."""
    words: list[str] = []
    word, quote, started = "", "", False
    closing = {'"': '"', "“": "”", "„": "“"}
    for char in line:
        if quote:
            if char == quote:
                quote = ""
            else:
                word += char
        elif char in closing:
            quote, started = closing[char], True
        elif char.isspace():
            if word or started:
                words.append(word)
            word, started = "", False
        else:
            word += char
    return [*words, word] if word or started else words


def parse(line: str) -> c.Command:
    """The command in a typed line such as `/quiz beginner 3`; raises StudyError that says what was meant, perhaps."""
    text = c.clean(line).strip().removeprefix("/").strip()
    words = text.split()
    found = find(words)
    if found is None:
        return _not_found(words)
    verb, size = found
    # Split by white space of any kind, so that an answer may begin on the next line; the rest keeps its own.
    rest = text.split(maxsplit=size)[size:]
    return verb.build(_read(verb, rest[0] if rest else ""))


def build(verb: Verb, values: Values) -> c.Command:
    """The command for values that a platform collected by name (Discord's options); checked like typed ones."""
    known = {param.name: param for param in verb.params}
    read = {name: _value(verb, known[name], c.clean(text)) for name, text in values.items() if text.strip()}
    return verb.build(_complete(verb, read))


def _complete(verb: Verb, values: dict[str, str]) -> dict[str, str]:
    """The values, if none that is required is missing."""
    for param in verb.params:
        if param.required and param.name not in values:
            raise StudyError(
                f"`/{verb.name}` needs {param.name}: {param.about}.", f"For example: `/{verb.examples[0]}`"
            )
    return values


def _not_found(words: list[str]) -> c.Command:
    if not words or [word.casefold() for word in words] == ["study"]:
        return c.ShowHelp()
    if words[0].casefold() in ("help", "?"):
        return c.ShowHelp(" ".join(words[1:]))
    names = [verb.name for verb in VERBS]
    typed = " ".join(words[:3])
    guess = did_you_mean(typed, names) or did_you_mean(" ".join(words[:2]), names) or did_you_mean(words[0], names)
    group = [name for name in names if name.startswith(" ".join(words[:2]).casefold() + " ")]
    if group:
        return c.ShowHelp(" ".join(words[:2]).casefold(), about=f"`/{' '.join(words[:2])}` needs one more word.")
    return c.ShowHelp(about=f"There is no command `/{' '.join(words)[:60]}`.{guess}")


def _read(verb: Verb, rest: str) -> dict[str, str]:
    """Values by name, from what stands behind the verb."""
    if len(verb.params) == 1 and verb.params[0].kind is Kind.REST:
        text = rest.strip()
        values = {verb.params[0].name: text} if text else {}
    else:
        values = _place(verb, split(rest))
    return _complete(verb, values)


def _place(verb: Verb, words: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    known = {param.name: param for param in verb.params}
    loose: list[str] = []
    for word in words:
        name, equals, value = word.partition("=")
        if equals and name.casefold() in known:
            values[name.casefold()] = _value(verb, known[name.casefold()], value)
        elif equals and name.isidentifier():
            raise StudyError(
                f'`/{verb.name}` knows no "{name}".{did_you_mean(name, list(known))}', f"Usage: `/{verb.usage}`"
            )
        else:
            loose.append(word)
    for i, word in enumerate(loose):
        param = _param_for(verb, word, values)
        if param is None:
            raise StudyError(f'I did not understand "{word[:60]}".', f"Usage: `/{verb.usage}`")
        if param.kind is Kind.REST:
            values[param.name] = " ".join(loose[i:])
            break
        values[param.name] = _value(verb, param, word)
    return values


def _param_for(verb: Verb, word: str, taken: Mapping[str, str]) -> Param | None:
    """The parameter that a loose word fills: the one that it fits by form, else the next free one in order."""
    free = [param for param in verb.params if param.name not in taken]
    for param in free:
        if (param.kind is Kind.NUMBER and word.isdigit()) or word.casefold() in param.choices:
            return param
    open_ended = [param for param in free if param.kind in (Kind.SELECTOR, Kind.WORD, Kind.REST, Kind.DATE)]
    return next(iter(open_ended or free), None)


def _value(verb: Verb, param: Param, text: str) -> str:
    """The text, checked against the parameter's kind; raises StudyError."""
    match param.kind:
        case Kind.CHOICE:
            folded = text.casefold()
            if folded not in param.choices:
                raise StudyError(
                    f'{param.name} is one of {", ".join(param.choices)}, not "{text[:40]}".'
                    f"{did_you_mean(folded, list(param.choices))}",
                    f"Usage: `/{verb.usage}`",
                )
            return folded
        case Kind.NUMBER:
            if not (text.isascii() and text.isdigit() and len(text) < 10 and param.least <= int(text) <= param.most):
                raise StudyError(
                    f'{param.name} is a whole number from {param.least} to {param.most:,}, not "{text[:40]}".',
                    f"Usage: `/{verb.usage}`",
                )
            return text
        case Kind.DATE:
            try:
                return date.fromisoformat(text).isoformat()
            except ValueError:
                raise StudyError(f'"{text[:40]}" is not a date.', "Write it as 2026-12-24.") from None
        case Kind.REST | Kind.WORD | Kind.SELECTOR:
            return text
        case _:
            assert_never(param.kind)


def complete(line: str, selectors: Mapping[str, str]) -> list[tuple[str, str]]:
    """At most eight ways to go on with a typed line: the whole line, and what it does."""
    text = line.strip().removeprefix("/").casefold()
    found = find(text.split())
    if found is not None and (line.endswith(" ") or len(text.split()) > found[1]):
        verb, size = found
        done = " ".join(text.split()[:size])
        partial = "" if line.endswith(" ") else text.split()[-1]
        before = text.split()[size:] if line.endswith(" ") else text.split()[size:-1]
        offers: list[tuple[str, str]] = []
        for param in verb.params[len(before) : len(before) + 1]:
            choices = selectors if param.kind is Kind.SELECTOR else dict.fromkeys(param.choices, param.about)
            offers = [
                (f"/{' '.join([done, *before, name])}", about)
                for name, about in choices.items()
                if name.startswith(partial)
            ]
        return offers[:8]
    return [(f"/{verb.name}", verb.about) for verb in VERBS if verb.name.startswith(text)][:8]
