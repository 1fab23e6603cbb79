"""Declare a resource once; REST, OpenAPI, storage, console, export and erasure read the declaration."""

from __future__ import annotations

import inspect
import re
import sys
import types
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from typing import (
    Annotated,
    Any,
    ClassVar,
    Literal,
    Self,
    TypeVar,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
)

from .dialects import Mount, pascal, snake
from .fields import (
    COUNT,
    FLAG,
    LIST,
    MAPPING,
    REAL,
    TEXT,
    AccountSid,
    Create,
    Derived,
    Form,
    Hidden,
    Moment,
    Privacy,
    Unstored,
    Update,
    choice,
)
from .lifecycle import Lifecycle
from .ports import Index, Table, TableColumn

M = TypeVar("M")
CATALOGUE: list[type[Resource]] = []

_BY_TYPE: dict[Any, Form] = {str: TEXT, bool: FLAG, int: COUNT, float: REAL, dict: MAPPING, list: LIST}


@dataclass(frozen=True)
class Column:
    """One declared field, read."""

    name: str
    form: Form
    marks: tuple[Any, ...]
    optional: bool
    text: bool

    @property
    def wire(self) -> str:
        return self.name.rstrip("_")

    @property
    def hidden(self) -> bool:
        return Hidden in self.marks or Unstored in self.marks or self.privacy is Privacy.SECRET

    @property
    def stored(self) -> bool:
        return Unstored not in self.marks and self.mark(Derived) is None

    @property
    def privacy(self) -> Privacy | None:
        return self.mark(Privacy)

    def parameter(self, mark: Create | Update) -> str:
        return mark.name or pascal(self.name)

    def mark(self, kind: type[M]) -> M | None:
        return next((m for m in self.marks if isinstance(m, kind)), None)


def _hints(cls: type[Any]) -> dict[str, Any]:
    """Annotations, each read among the names of its own module, which a lambda in it then keeps (typing.get_type_hints drops them)."""
    found: dict[str, Any] = {}
    for base in reversed(cls.__mro__[:-1]):
        found |= inspect.get_annotations(base, globals=vars(sys.modules[base.__module__]), locals={}, eval_str=True)
    return found


def _read(hint: Any) -> tuple[tuple[Any, ...], bool, Any]:
    """The marks of a possibly optional, possibly nested Annotated type (outer marks first), and its plain type."""
    marks: list[Any] = []
    optional = False
    plain: Any = hint
    stack = [hint]
    while stack:
        h = stack.pop()
        origin = get_origin(h)
        if origin is Annotated:
            base, *extra = get_args(h)
            marks += [m() if isinstance(m, type) and m in (Create, Update) else m for m in extra]
            stack.append(base)
        elif origin in (Union, types.UnionType):
            optional |= type(None) in get_args(h)
            stack += [a for a in get_args(h) if a is not type(None)]
        else:
            plain = h
    return tuple(marks), optional, plain


def _form(marks: tuple[Any, ...], plain: Any) -> Form:
    if given := next((m for m in marks if isinstance(m, Form)), None):
        return given
    if get_origin(plain) is Literal:
        return choice(*get_args(plain))
    return _BY_TYPE.get(get_origin(plain) or plain, TEXT)


@dataclass_transform(kw_only_default=True)
@dataclass(kw_only=True, eq=False)
class Resource:
    """The base of every noun. Give `sid` (the prefix) to declare one; leave it out for a mixin of fields.

    `mounts`: where it is seen, the first being its home. `unique`: tuples of fields -> the error code of a clash. `indexes`: further
    tuples of fields that lists filter by (or an Index, of some rows only). `clustered`: see Table. `newest_first`: the order of lists.
    `title`: the singular on the wire, in XML and messages. `also`: fields by which a row may be asked in place of its SID. `tagged`:
    answers carry an ETag: the version, or the field of that name (`revision`). `mismatch`: the code when If-Match names another tag.
    """

    sid: Word_ = ""
    account_sid: AccountSid = ""
    status: Word_ = ""
    trail: Annotated[Word_, Hidden] = ""  # with a lifecycle: every state entered, "state µs-since-creation", apart by commas
    date_created: Moment = 0
    date_updated: Moment = 0
    version: Annotated[int, Hidden] = 1

    prefix: ClassVar[str] = ""
    mounts: ClassVar[Sequence[Mount]] = ()
    lifecycle: ClassVar[Lifecycle | None] = None
    columns: ClassVar[tuple[Column, ...]] = ()
    by_name: ClassVar[Mapping[str, Column]] = {}
    unique: ClassVar[Mapping[tuple[str, ...], int]] = {}
    newest_first: ClassVar[bool] = True
    also: ClassVar[tuple[str, ...]] = ()
    tagged: ClassVar[bool | str] = False
    mismatch: ClassVar[int] = 20412
    title: ClassVar[str] = ""
    table: ClassVar[Table]
    plain: ClassVar[dict[str, Any]] = {}
    made: ClassVar[tuple[tuple[str, Any], ...]] = ()
    needed: ClassVar[set[str]] = set()

    def __init_subclass__(
        cls,
        *,
        sid: str = "",
        mounts: Sequence[Mount] = (),
        lifecycle: Lifecycle | None = None,
        unique: Mapping[tuple[str, ...], int] | None = None,
        indexes: Sequence[tuple[str, ...] | Index] = (),
        clustered: bool = False,
        newest_first: bool = True,
        title: str = "",
        table: str = "",
        also: tuple[str, ...] = (),
        tagged: bool | str = False,
        mismatch: int = 20412,
    ) -> None:
        dataclass(kw_only=True, eq=False)(cls)
        if not sid:
            return
        cls.prefix, cls.mounts, cls.lifecycle = sid, mounts, lifecycle
        cls.unique, cls.newest_first, cls.title = unique or {}, newest_first, title or cls.__name__
        cls.also, cls.tagged, cls.mismatch = also, tagged, mismatch
        hints = _hints(cls)
        columns = []
        for f in fields(cls):
            if f.name in ("status", "trail") and not lifecycle and f.name not in cls.__annotations__:
                continue
            marks, optional, plain = _read(hints[f.name])
            columns.append(Column(f.name, _form(marks, plain), marks, optional, plain is str))
            if f.default is MISSING and f.default_factory is MISSING and not columns[-1].stored:
                raise TypeError(f"{cls.__name__}.{f.name}: a field that is not stored needs a default")
            if plain is str and not any(isinstance(m, Privacy) for m in marks):
                raise TypeError(f"{cls.__name__}.{f.name}: say with a Privacy mark what this text holds")
        cls.columns = tuple(columns)
        cls.by_name = {c.name: c for c in columns}
        cls.table = Table(
            name=table or f"{_product(cls)}_{snake(cls.__name__)}",
            columns=tuple(TableColumn(c.name, c.form.column, c.optional) for c in columns if c.stored),
            unique=tuple(cls.unique),
            indexes=_indexes(cls, indexes),
            checks={"status": tuple(sorted(lifecycle.states))} if lifecycle else None,
            clustered=clustered,
        )
        cls.plain = {f.name: f.default for f in fields(cls) if f.default is not MISSING}
        cls.made = tuple((f.name, f.default_factory) for f in fields(cls) if f.default_factory is not MISSING)
        cls.needed = {f.name for f in fields(cls)} - cls.plain.keys() - {name for name, _ in cls.made}
        CATALOGUE.append(cls)

    @classmethod
    def of(cls, values: dict[str, Any]) -> Self:
        """As the constructor, in a fraction of its time."""
        if not values.keys() >= cls.needed:
            raise TypeError(f"{cls.__name__} without {', '.join(cls.needed - values.keys())}")
        found = cls.__new__(cls)
        found.__dict__ = cls.plain | values if not cls.made else {**cls.plain, **{name: make() for name, make in cls.made}, **values}
        return found

    @classmethod
    def blank(cls) -> Self:
        """An instance whose fields are filled in by the codec."""
        return cls.__new__(cls)

    def copy(self) -> Self:
        """As the row is now; what its fields hold is shared."""
        other = self.blank()
        other.__dict__ = self.__dict__.copy()
        return other

    @classmethod
    def erasure(cls) -> dict[str, Privacy]:
        return {c.name: c.privacy for c in cls.columns if c.privacy and c.privacy is not Privacy.KEEP}


Word_ = Annotated[str, Privacy.KEEP]


def _product(cls: type[Resource]) -> str:
    """trunkline.products.messaging.resources.message -> messaging."""
    parts = cls.__module__.split(".")
    return parts[2] if len(parts) > 3 and parts[0] == "trunkline" else parts[0]


def _indexes(cls: type[Resource], declared: Sequence[tuple[str, ...] | Index]) -> tuple[Index, ...]:
    """Lists page by SID within an account and the parents that the path names: one index a mount, its equalities first."""
    pages = (
        ("account_sid", *(n for n in re.findall(r"{(\w+)}", m.path) if n in cls.by_name and n != "account_sid"), "sid")
        for m in cls.mounts
        if "list" in m.verbs
    )
    return tuple(dict.fromkeys(i if isinstance(i, Index) else Index(i) for i in (*pages, *declared)))
