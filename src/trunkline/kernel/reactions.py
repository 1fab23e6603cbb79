"""Who acts when something happens: the tables that the decorators of products fill.

- `creates`, `updates`, `deletes`: the action behind a verb of a resource, where plain storage is not enough.
- `alongside`: staged in the same unit of work as the change (an audit row, a job); pure staging, no waiting.
- `when`: a durable job after the commit; at least once, so idempotent by move.
- `finds`: the row behind a key in a path that is neither a SID nor one of the kind's names (`default`); may make it.
- `sees`: the conditions under which a request sees rows of a kind (soft deletion, expiry), for lists and single rows alike.
- `task`: a durable job that is enqueued by name.

States of a resource with a lifecycle are its own; of one without: created, changed, removed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from .clock import SECOND
from .resource import Resource

if TYPE_CHECKING:
    from .ports import Condition
    from .request import Request
    from .work import Work

R = TypeVar("R", bound=Resource)
Creator = Callable[[Any, "Work"], Awaitable[Any]]
Updater = Callable[[Any, dict[str, Any], "Work"], Awaitable[Any]]
Deleter = Callable[[Any, "Work"], Awaitable[None]]
Hook = Callable[[Any, str, "Work"], None]
Finder = Callable[[str, str, "Work"], Awaitable[Any]]
View = Callable[["Request"], "tuple[Condition, ...]"]
Reaction = Callable[[Any, "Work"], Awaitable[None]]

CREATORS: dict[type[Resource], Creator] = {}
UPDATERS: dict[type[Resource], Updater] = {}
DELETERS: dict[type[Resource], Deleter] = {}
FINDERS: dict[type[Resource], Finder] = {}
VIEWS: list[tuple[type[Resource], View]] = []


@dataclass(frozen=True)
class Task:
    """`attempts` in all; waits grow from `base` by doubling to `cap` (seconds), each with up to half of jitter; `timeout` in seconds.

    `on_dead` runs (with the arguments and the last error) in the commit that gives the job up.
    """

    name: str
    run: Callable[..., Awaitable[None]]
    attempts: int = 10
    base: float = 1.0
    cap: float = 600.0
    timeout: float = 60.0
    on_dead: Callable[..., Awaitable[None]] | None = None
    kind: type[Resource] | None = None

    def wait(self, attempts: int, fraction: float) -> int:
        """Microseconds before the next attempt, after `attempts` failures; `fraction` is a throw of the dice."""
        seconds = min(self.cap, self.base * 2.0 ** min(attempts - 1, 40))
        return int(seconds * (1 - fraction / 2) * SECOND)


TASKS: dict[str, Task] = {}
_HOOKS: list[tuple[type[Resource], frozenset[str] | None, Hook]] = []
_REACTIONS: list[tuple[type[Resource], frozenset[str] | None, Task]] = []
_compiled: dict[tuple[type[Resource], str], tuple[tuple[Hook, ...], tuple[Task, ...]]] = {}


def creates(kind: type[R]) -> Callable[[Callable[[R, Work], Awaitable[R]]], Callable[[R, Work], Awaitable[R]]]:
    def keep(action: Callable[[R, Work], Awaitable[R]]) -> Callable[[R, Work], Awaitable[R]]:
        CREATORS[kind] = action
        return action

    return keep


def updates(
    kind: type[R],
) -> Callable[[Callable[[R, dict[str, Any], Work], Awaitable[R]]], Callable[[R, dict[str, Any], Work], Awaitable[R]]]:
    def keep(action: Callable[[R, dict[str, Any], Work], Awaitable[R]]) -> Callable[[R, dict[str, Any], Work], Awaitable[R]]:
        UPDATERS[kind] = action
        return action

    return keep


def deletes(kind: type[R]) -> Callable[[Callable[[R, Work], Awaitable[None]]], Callable[[R, Work], Awaitable[None]]]:
    def keep(action: Callable[[R, Work], Awaitable[None]]) -> Callable[[R, Work], Awaitable[None]]:
        DELETERS[kind] = action
        return action

    return keep


def finds(kind: type[R]) -> Callable[[Callable[[str, str, Work], Awaitable[R | None]]], Callable[[str, str, Work], Awaitable[R | None]]]:
    """The decorated function takes the key, the account's SID and the work."""

    def keep(finder: Callable[[str, str, Work], Awaitable[R | None]]) -> Callable[[str, str, Work], Awaitable[R | None]]:
        FINDERS[kind] = finder
        return finder

    return keep


def sees(kind: type[Resource]) -> Callable[[View], View]:
    """For the kind and all that derive from it."""

    def keep(view: View) -> View:
        VIEWS.append((kind, view))
        return view

    return keep


def alongside(kind: type[Resource] = Resource, *, enters: str = "") -> Callable[[Hook], Hook]:
    """`enters`: states apart by spaces; none means all."""

    def keep(hook: Hook) -> Hook:
        _HOOKS.append((kind, frozenset(enters.split()) or None, hook))
        _compiled.clear()
        return hook

    return keep


def when(
    kind: type[R], *, enters: str = "", attempts: int = 10, base: float = 1.0, cap: float = 600.0, timeout: float = 60.0
) -> Callable[[Callable[[R, Work], Awaitable[None]]], Callable[[R, Work], Awaitable[None]]]:
    def keep(reaction: Callable[[R, Work], Awaitable[None]]) -> Callable[[R, Work], Awaitable[None]]:
        found = Task(_name(reaction), reaction, attempts, base, cap, timeout, kind=kind)
        TASKS[found.name] = found
        _REACTIONS.append((kind, frozenset(enters.split()) or None, found))
        _compiled.clear()
        return reaction

    return keep


def task(
    *,
    attempts: int = 10,
    base: float = 1.0,
    cap: float = 600.0,
    timeout: float = 60.0,
    on_dead: Callable[..., Awaitable[None]] | None = None,
) -> Callable[[Callable[..., Awaitable[None]]], Task]:
    """A function `(work, **arguments)` whose arguments are JSON-writable; the Task that comes back is what `Work.enqueue` takes."""

    def keep(function: Callable[..., Awaitable[None]]) -> Task:
        found = Task(_name(function), function, attempts, base, cap, timeout, on_dead)
        TASKS[found.name] = found
        return found

    return keep


def answering(kind: type[Resource], state: str) -> tuple[tuple[Hook, ...], tuple[Task, ...]]:
    """The hooks and the reactions of a state, worked out once."""
    found = _compiled.get((kind, state))
    if found is None:
        found = _compiled[kind, state] = (
            tuple(h for k, s, h in _HOOKS if issubclass(kind, k) and (s is None or state in s)),
            tuple(t for k, s, t in _REACTIONS if issubclass(kind, k) and (s is None or state in s)),
        )
    return found


def _name(function: Callable[..., Any]) -> str:
    """products.messaging.reactions.hand_to_carrier: stable, and says where to look."""
    return f"{function.__module__.removeprefix('trunkline.')}.{function.__name__}"
