"""From a TOML table to a frozen dataclass: every key known, every key there, every value of the right kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from typing import TYPE_CHECKING, Any, Final, TypeVar, get_args, get_origin, get_type_hints

from nahbar.demo.moments import parse_age
from nahbar.toolbox.faults import Misconfigured

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row", bound="DataclassInstance")

_KINDS: Final = {str: "a text", bool: "true or false", dict: "a table", tuple: "a list of texts"}


def read_row(cls: type[Row], table: Mapping[str, object], where: str) -> Row:
    """A `cls` from `table`. An `at` key is read as an age; nested tables must have been turned into rows before.

    `where` names the file and the place in it for the sentence of a Misconfigured.
    """
    known = {field.name: field for field in fields(cls)}
    _refuse_unknown(known, table, where)
    hints = get_type_hints(cls)
    values = {name: _value(hints[name], table[name], f"{where}: “{name}”") for name in known if name in table}
    return cls(**values)


def read_rows(cls: type[Row], tables: object, where: str) -> tuple[Row, ...]:
    """One `cls` per table of a TOML array of tables."""
    if not isinstance(tables, list) or not tables:
        raise Misconfigured(f"{where} is missing or is no list of tables.")
    return tuple(read_row(cls, as_table(table, where), f"{where} {n}") for n, table in enumerate(tables, 1))


def as_table(value: object, where: str) -> dict[str, object]:
    """`value` itself where it is a table; else Misconfigured."""
    if not isinstance(value, dict):
        raise Misconfigured(f"{where} must be a table.")
    return value


def _refuse_unknown(known: Mapping[str, Field[Any]], table: Mapping[str, object], where: str) -> None:
    if unknown := sorted(set(table) - set(known)):
        raise Misconfigured(f"{where}: nobody knows the key “{unknown[0]}”; known are {', '.join(known)}.")
    needed = [f.name for f in known.values() if f.default is MISSING and f.default_factory is MISSING]
    if missing := [name for name in needed if name not in table]:
        raise Misconfigured(f"{where}: the key “{missing[0]}” is missing.")


def _value(hint: Any, value: object, where: str) -> object:  # noqa: ANN401 - a type hint has no type of its own
    origin, options = get_origin(hint), get_args(hint)
    if where.endswith("“at”"):
        return parse_age(str(value))
    if origin is tuple:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise Misconfigured(f"{where} must be {_KINDS[tuple]}.")
        return tuple(value)
    if options and all(isinstance(option, str) for option in options):
        if value not in options:
            raise Misconfigured(f"{where} is “{value}”; it may be {', '.join(options)}.")
        return value
    expected = next((kind for kind in (hint, *options) if isinstance(kind, type) and kind is not type(None)), str)
    if not isinstance(value, expected):
        raise Misconfigured(f"{where} must be {_KINDS.get(expected, 'a table')}.")
    return value.strip("\n") if isinstance(value, str) else value
