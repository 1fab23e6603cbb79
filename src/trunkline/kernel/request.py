"""One request as products see it: who calls, what was sent, and at which address; and the answer that a custom route gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .dialects import Mount
from .errors import Problem, not_found

if TYPE_CHECKING:
    from .work import Work


@dataclass(frozen=True, slots=True)
class Caller:
    """Who was authenticated. `acting` is the SID of the credential (account, key or token); `rehearsal` means test credentials."""

    account_sid: str
    acting: str
    rehearsal: bool = False
    scopes: frozenset[str] = frozenset()


@dataclass(slots=True)
class Request:
    """`path` holds the names of the route's template. `origin` is scheme and host as asked; `root` a path prefix such as /messaging."""

    method: str
    path: dict[str, str]
    asked: str
    origin: str
    root: str
    form: Mapping[str, str | list[str]]
    headers: Mapping[str, str]
    body: bytes
    caller: Caller
    account_sid: str
    work: Work
    mount: Mount
    format: str = ""
    json: Any = None

    def text(self, name: str, default: str = "") -> str:
        """One parameter; 20001 if it was repeated."""
        value = self.form.get(name, default)
        if isinstance(value, list):
            raise Problem(20001, f"Invalid parameter '{name}': given more than once")
        return value

    def texts(self, name: str) -> list[str]:
        value = self.form.get(name, [])
        return value if isinstance(value, list) else [value]

    @property
    def at(self) -> str:
        """What stands before the version in the addresses of this answer's dialect."""
        return self.root if self.mount.dialect.legacy else self.origin + self.root

    @property
    def placed(self) -> str:
        """Scheme, host and root: what stands before the version in absolute addresses of any dialect."""
        return self.origin + self.root

    @property
    def asked_path(self) -> str:
        """The path inside the product, quoted, with the ending that it was asked with: what links of this page repeat."""
        return quote(self.asked[len(self.root) :], "/+:@")

    def missing(self) -> Problem:
        return not_found(self.asked)


@dataclass(slots=True)
class Reply:
    """`body`: a dict is written as JSON or XML (`title` is its XML element), bytes as they are with `content_type`."""

    status: int = 200
    body: dict[str, Any] | list[Any] | bytes | None = None
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    title: str = ""
