"""What derives from a declaration, compiled once at start-up: readers of parameters, writers of answers, and row codecs.

The writers are generated functions, one for each (resource, mount), because they run for every row of every answer; readers are
dictionaries of closures, as a request names only a few parameters.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast
from urllib.parse import quote

from .dialects import Mount
from .errors import Problem, invalid
from .fields import Create, Derived, Filter, Update
from .resource import Column, Resource

R = TypeVar("R", bound=Resource)
F = TypeVar("F", bound=Callable[..., Any])
Form_ = Mapping[str, str | list[str]]
Reader = tuple[str, Callable[[str, str | list[str]], Any]]


def cache(function: F) -> F:
    """functools.cache that keeps the signature."""
    return cast(F, functools.cache(function))


def _reader(column: Column, mark: Create | Update) -> Callable[[str, str | list[str]], Any]:
    """Turn what was sent into a value, or raise the declared problem."""
    read, many, optional = column.form.read, column.form.many, column.optional and not column.text
    longest, code, measure = mark.longest, mark.invalid, column.form.measure

    def one(parameter: str, text: str) -> Any:
        if longest is not None and measure(text) > longest[0]:
            raise Problem(longest[1], f"The {parameter} parameter is longer than {longest[0]} {column.form.unit}")
        if optional and text == "":
            return None
        try:
            return read(text)
        except ValueError as why:
            raise invalid(parameter, str(why), code) from None

    def single(parameter: str, given: str | list[str]) -> Any:
        if isinstance(given, list):
            raise invalid(parameter, "given more than once", 20001)
        return one(parameter, given)

    def several(parameter: str, given: str | list[str]) -> Any:
        return [one(parameter, text) for text in (given if isinstance(given, list) else [given])]

    return several if many else single


class Parser:
    """Reads the parameters of a create or an update of one resource."""

    def __init__(self, kind: type[Resource], mark: type[Create] | type[Update]) -> None:
        self.readers: dict[str, Reader] = {}
        self.required: list[tuple[str, str, int]] = []
        for column in kind.columns:
            if (found := column.mark(mark)) is None:
                continue
            parameter = column.parameter(found)
            self.readers[parameter] = (column.name, _reader(column, found))
            if isinstance(found, Create) and found.required:
                self.required.append((parameter, column.name, found.required))

    def read(self, form: Form_) -> dict[str, Any]:
        """Field name -> value, for what was given. Unknown parameters are ignored, as Twilio does."""
        given: dict[str, Any] = {}
        readers = self.readers
        for parameter, value in form.items():
            if (reader := readers.get(parameter)) is not None:
                given[reader[0]] = reader[1](parameter, value)
        for parameter, name, code in self.required:
            if given.get(name) in (None, ""):
                raise Problem(code, f"A '{parameter}' is required.")
        return given


@cache
def parser(kind: type[Resource], mark: type[Create] | type[Update]) -> Parser:
    return Parser(kind, mark)


def draft(kind: type[R], form: Form_, **path: str) -> R:
    """Read a create request into an unsaved resource, or raise the declared problem."""
    return kind.of({**parser(kind, Create).read(form), **path})


@cache
def encoder(kind: type[Resource], mount: Mount) -> Callable[..., dict[str, Any]]:
    """`encode(row, at, origin)`: `at` is what stands before the version in addresses: an origin and root, or the root only in the 2010 API.

    `origin` is always scheme, host and root; only fields derived with `placed` need it.
    """
    names: dict[str, Any] = {"_moment": mount.dialect.write_moment, "quote": quote}
    parts: list[str] = []
    for i, c in enumerate(kind.columns):
        if c.hidden or c.name in mount.without:
            continue
        value = f"r.{c.name}"
        if derived := c.mark(Derived):
            names[f"_of{i}"] = derived.of
            value = f"_of{i}(r, origin)" if derived.placed else f"_of{i}(r)"
        if c.form.moment:
            value = f"(_moment(v) if (v := {value}) else None)"
        elif c.form.write is not None:
            names[f"_w{i}"] = c.form.write
            value = f"(None if (v := {value}) is None else _w{i}(v))" if c.optional else f"_w{i}({value})"
        parts.append(f"{c.wire!r}: {value}")
    key = f"/{{r.{mount.key}}}" if mount.key.endswith("sid") else f"/{{quote(r.{mount.key}, '+:@')}}" if mount.key else ""
    own = "at + f" + repr((mount.home or mount.path).replace("{", "{r.") + key)
    suffix = mount.dialect.suffix
    address, links = ("uri", "subresource_uris") if mount.dialect.legacy else ("url", "links")
    parts.append(f"{address!r}: own + {suffix!r}")
    if mount.links:
        inner = ", ".join(f"{n!r}: own + {p + suffix!r}" for n, p in mount.links.items())
        parts.append(f"{links!r}: {{{inner}}}")
    source = f"def encode(r, at, origin=''):\n    own = {own}\n    return {{{', '.join(parts)}}}\n"
    exec(compile(source, f"<encoder of {kind.__name__} at {mount.path}>", "exec"), names)  # noqa: S102 (source from declarations only)
    found: Callable[..., dict[str, Any]] = names["encode"]
    return found


@cache
def row_writer(kind: type[Resource]) -> Callable[[Any], tuple[Any, ...]]:
    """resource -> tuple in the order of its table."""
    names: dict[str, Any] = {}
    parts = []
    for i, c in enumerate(c for c in kind.columns if c.stored):
        value = f"r.{c.name}"
        if c.form.stored is not None:
            names[f"_s{i}"] = c.form.stored
            value = f"(None if {value} is None else _s{i}({value}))"
        parts.append(value)
    exec(compile(f"def write(r):\n    return ({', '.join(parts)},)\n", f"<row of {kind.__name__}>", "exec"), names)  # noqa: S102 (source from declarations only)
    found: Callable[[Any], tuple[Any, ...]] = names["write"]
    return found


def stored_value(kind: type[Resource], name: str, value: Any) -> Any:
    """One field's value as its column holds it."""
    convert = kind.by_name[name].form.stored
    return value if convert is None or value is None else convert(value)


_row_readers: dict[type[Resource], Any] = {}


def row_reader(kind: type[R]) -> Callable[[tuple[Any, ...]], R]:
    """tuple in the order of its table -> resource, unstored fields at their defaults."""
    known: Callable[[tuple[Any, ...]], R] | None = _row_readers.get(kind)
    if known is not None:
        return known
    stored = [c for c in kind.columns if c.stored]
    names = tuple(c.name for c in stored)
    loaded = [(c.name, c.form.loaded) for c in stored if c.form.loaded is not None]
    rest = {c.name: getattr(kind, c.name, None) for c in kind.columns if not c.stored}
    if "status" not in kind.by_name:
        rest["status"] = ""
    blank = kind.blank

    def read(row: tuple[Any, ...]) -> R:
        out = blank()
        values = dict(zip(names, row, strict=True))
        for name, convert in loaded:
            if (v := values[name]) is not None:
                values[name] = convert(v)
        if rest:
            values.update(rest)
        out.__dict__ = values
        return out

    _row_readers[kind] = read
    return read


@cache
def filters(kind: type[Resource]) -> dict[str, tuple[Column, str]]:
    """Parameter of a list -> (column, operator)."""
    found: dict[str, tuple[Column, str]] = {}
    for c in kind.columns:
        if (mark := next((m for m in c.marks if m is Filter or isinstance(m, Filter)), None)) is None:
            continue
        by: Mapping[str, str] = mark.by if isinstance(mark, Filter) else {}
        if not by:
            name = c.parameter(Create())
            by = {name: "day", f"{name}<": "day<=", f"{name}>": "day>="} if c.form.moment else {name: "="}
        found |= {parameter: (c, operator) for parameter, operator in by.items()}
    return found
