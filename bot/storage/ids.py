"""Hundreds of ids as one parameter: `one_of(column, "b_ids")` instead of an IN whose text grows with its list.

PostgreSQL takes an array, SQLite a JSON text. The statement stays the same, so both databases prepare it once.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, Column, Integer, Text, bindparam
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeDecorator, TypeEngine


class Ids(TypeDecorator[Sequence[int]]):
    """A list of whole numbers."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else ARRAY(Integer))

    def process_bind_param(self, value: Sequence[int] | None, dialect: Dialect) -> Any:
        return json.dumps(list(value or ())) if dialect.name == "sqlite" else list(value or ())


class _OneOf(FunctionElement[bool]):
    inherit_cache = True
    name = "one_of"
    # As a Boolean, SQLAlchemy would write "= 1" behind it for SQLite, which then uses no index.
    type = NullType()  # type: ignore[assignment]  # for mypy it stays a condition


def one_of(column: Column[Any], name: str) -> ColumnElement[bool]:
    """Whether the column's number is in the list that the parameter holds."""
    return _OneOf(column, bindparam(name, type_=Ids()))


@compiles(_OneOf, "sqlite")
def _json(element: _OneOf, compiler: SQLCompiler, **kw: Any) -> str:
    column, ids = (compiler.process(one, **kw) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608  (compiled parts, no text of anybody)


@compiles(_OneOf)
def _array(element: _OneOf, compiler: SQLCompiler, **kw: Any) -> str:
    column, ids = (compiler.process(one, **kw) for one in element.clauses)
    return f"{column} = ANY ({ids})"
