"""YAML files into pydantic models, and every problem with its file and line.

The fast path parses with libyaml and never looks at lines. Only a file that has a problem is read a second time,
as a node tree, to find where the problem stands.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from bot.domain.errors import Problem, did_you_mean

M = TypeVar("M", bound=BaseModel)

SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(
    file: Path,
    model: type[M],
    problems: list[Problem],
    *,
    example: str,
    prepare: Callable[[Any], Any] = lambda data: data,
) -> M | None:
    """The file as a model, or None with its problems added. `example` is a line that such a file may hold."""
    try:
        # Bytes: PyYAML detects the encoding itself and reports a bad one with its position.
        data = yaml.load(file.read_bytes(), Loader=SafeLoader)  # noqa: S506  (libyaml's safe loader, by another name)
    except OSError as error:
        problems.append(Problem(str(file), 1, f"The file cannot be read: {error.strerror}."))
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problems.append(
            Problem(
                str(file),
                mark.line + 1 if mark else 1,
                f"This is not valid YAML: {error.problem}. Quote texts that hold `: ` or ` #`.",
            )
        )
        return None
    except (yaml.YAMLError, ValueError) as error:
        problems.append(Problem(str(file), 1, f"This is not valid YAML: {str(error).splitlines()[0]}."))
        return None
    if not isinstance(data, dict):
        problems.append(Problem(str(file), 1, f"The file must hold keys with values, such as `{example}`."))
        return None
    try:
        return model.model_validate(prepare(data))
    except ValidationError as error:
        for fault in error.errors():
            where = tuple(fault["loc"])
            problems.append(Problem(str(file), line_of(file, where), explain(model, where, fault)))
        return None


def explain(model: type[BaseModel], where: Sequence[int | str], fault: Any) -> str:
    """One sentence for one pydantic fault."""
    name = ".".join(str(part) for part in where)
    context = fault.get("ctx", {})
    match fault["type"]:
        case "missing":
            return f'"{name}" is missing.'
        case "extra_forbidden":
            known = _keys_beside(model, where)
            return f'"{name}" is not a known key.{did_you_mean(str(where[-1]), known)}'
        case "string_too_long":
            return f'"{name}" has {len(fault["input"].strip()):,} characters; at most {context["max_length"]:,} fit.'
        case "string_too_short":
            return (
                f'"{name}" has {len(fault["input"].strip()):,} characters; at least {context["min_length"]} are needed.'
            )
        case "too_short" | "too_long":
            bound = context.get("min_length", context.get("max_length"))
            more = "at least" if fault["type"] == "too_short" else "at most"
            return f'"{name}" has {context["actual_length"]} entries; {more} {bound} are needed.'
        case "string_type":
            return f'"{name}" must be a text, but YAML reads it as {fault["input"]!r}. Put it in quotes.'
        case "value_error":
            return f'"{name}": {context["error"]}.' if name else f"{context['error']}."
        case _:
            return f'"{name}": {fault["msg"]}.'


def _keys_beside(model: type[BaseModel], where: Sequence[int | str]) -> list[str]:
    """The keys that the schema knows where an unknown one stands."""
    schema = model.model_json_schema()
    node: Any = schema
    for part in where[:-1]:
        node = node.get("items", {}) if isinstance(part, int) else node.get("properties", {}).get(part, {})
        node = next((one for one in node.get("anyOf", []) if "$ref" in one or "items" in one), node)
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
    return list(node.get("properties", {}))


def line_of(file: Path, where: Sequence[int | str]) -> int:
    """The line, counted from 1, of a path into a YAML file; of the nearest parent where the path ends early."""
    try:
        node: Any = yaml.compose(file.read_bytes(), Loader=SafeLoader)
    except (OSError, yaml.YAMLError):
        return 1
    line = node.start_mark.line if node is not None else 0
    for part in where:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line
        else:
            break
    return int(line) + 1
