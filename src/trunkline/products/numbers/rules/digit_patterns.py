"""Languages of digit strings: counting and picking the numbers that several patterns agree on.

A numbering plan is a regular expression over digits (libphonenumber), and so is a search ("area code 415, contains
CAFE"). Their common strings are found without listing a country: each pattern becomes a small automaton, the automata
run side by side, and a table counts how many strings of the wanted length lie behind each joint state. With the
counts, the n-th common string is read off digit by digit, so a page in the middle costs no more than the first.
"""

import re
from collections.abc import Iterable, Sequence

# The parser of `re` itself: no public one exists, and this one has kept its shape since 3.11.
from re import _constants, _parser  # type: ignore[attr-defined]  # typeshed lists neither
from typing import Any

_State = frozenset[int]  # set of positions in one automaton

_DIGITS = "0123456789"
_ALL = frozenset(_DIGITS)


class DigitPattern:
    """Automaton of a regular expression over the digits 0-9, made as it is walked.

    Understands what numbering plans use: digits, sets, `\\d`, `.`, groups, alternatives and greedy repetition. Raises
    ValueError for anything else, such as anchors and back references.
    """

    def __init__(self, expression: str) -> None:
        self._steps: list[dict[str, list[int]]] = []  # by node: digit to nodes
        self._free: list[list[int]] = []  # by node: nodes reached without a digit
        self._accept = self._node()
        try:
            tree = _parser.parse(expression)
        except re.error as fault:
            raise ValueError(f"not a digit pattern: {fault}") from fault
        entry = self._build(tree, self._accept)
        self._moves: dict[tuple[_State, str], _State] = {}
        self.start: _State = self._close([entry])

    def move(self, state: _State, digit: str) -> _State:
        """State after one more digit; the empty set where no string goes on that way."""
        key = (state, digit)
        if (known := self._moves.get(key)) is None:
            targets = [target for node in state for target in self._steps[node].get(digit, ())]
            known = self._moves[key] = self._close(targets)
        return known

    def accepts(self, state: _State) -> bool:
        """True where a string may end."""
        return self._accept in state

    def _node(self) -> int:
        self._steps.append({})
        self._free.append([])
        return len(self._steps) - 1

    def _close(self, nodes: Iterable[int]) -> _State:
        seen: set[int] = set()
        waiting = list(nodes)
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                waiting += self._free[node]
        # Nodes that only pass on are dropped, so that equal states are recognised as equal.
        return frozenset(node for node in seen if self._steps[node] or node == self._accept)

    def _build(self, tree: Any, after: int) -> int:
        """Entry node of `tree` when it is followed by node `after`."""
        for operation, argument in reversed(list(tree)):
            after = self._build_one(operation, argument, after)
        return after

    def _build_one(self, operation: Any, argument: Any, after: int) -> int:
        if operation is _constants.SUBPATTERN:
            return self._build(argument[3], after)
        if operation is _constants.BRANCH:
            fork = self._node()
            self._free[fork] = [self._build(branch, after) for branch in argument[1]]
            return fork
        if operation is _constants.MAX_REPEAT:
            least, most, tree = argument
            if most is _constants.MAXREPEAT:
                loop = self._node()
                self._free[loop] = [self._build(tree, loop), after]
                after, most = loop, least
            for _ in range(most - least):
                option = self._node()
                self._free[option] = [self._build(tree, after), after]
                after = option
            for _ in range(least):
                after = self._build(tree, after)
            return after
        entry = self._node()
        for digit in _digits_of(operation, argument):
            self._steps[entry].setdefault(digit, []).append(after)
        return entry


def _digits_of(operation: Any, argument: Any) -> frozenset[str]:
    if operation is _constants.LITERAL:
        return frozenset(chr(argument)) & _ALL
    if operation is _constants.NOT_LITERAL:
        return _ALL - {chr(argument)}
    if operation is _constants.ANY:
        return _ALL
    if operation is _constants.CATEGORY and argument is _constants.CATEGORY_DIGIT:
        return _ALL
    if operation is _constants.RANGE:
        return frozenset(map(chr, range(argument[0], argument[1] + 1))) & _ALL
    if operation is _constants.IN:
        inverse = bool(argument) and argument[0][0] is _constants.NEGATE
        found: frozenset[str] = frozenset().union(*(_digits_of(*item) for item in argument[inverse:]))
        return _ALL - found if inverse else found
    raise ValueError(f"a digit pattern cannot contain {operation}")


class CommonStrings:
    """The strings of `length` digits that every pattern matches in full, in ascending order, by position."""

    def __init__(self, patterns: Sequence[DigitPattern], length: int) -> None:
        self._patterns = tuple(patterns)
        self._length = length
        self._start = tuple(pattern.start for pattern in self._patterns)
        self._tables: dict[tuple[tuple[_State, ...], int], tuple[int, tuple[_Step, ...]]] = {}
        self.size = self._look(self._start, length)[0]
        """How many there are; may be zero, may be billions."""

    def at(self, position: int) -> str:
        """The string at `position`, 0 to `size` - 1. Raises IndexError outside."""
        if not 0 <= position < self.size:
            raise IndexError(position)
        digits: list[str] = []
        state = self._start
        for left in range(self._length, 0, -1):
            for digit, following, count in self._look(state, left)[1]:
                if position < count:
                    digits.append(digit)
                    state = following
                    break
                position -= count
        return "".join(digits)

    def holds(self, digits: str) -> bool:
        """Whether `digits` is one of them."""
        state = self._start
        for digit in digits:
            state = tuple(pattern.move(part, digit) for pattern, part in zip(self._patterns, state, strict=True))
        accepted = all(pattern.accepts(part) for pattern, part in zip(self._patterns, state, strict=True))
        return len(digits) == self._length and accepted

    def _look(self, state: tuple[_State, ...], left: int) -> tuple[int, tuple["_Step", ...]]:
        """Number of strings of `left` more digits from `state`, and how they divide by the next digit."""
        key = (state, left)
        if (known := self._tables.get(key)) is not None:
            return known
        if left == 0:
            whole = all(pattern.accepts(part) for pattern, part in zip(self._patterns, state, strict=True))
            known = (int(whole), ())
        else:
            steps: list[_Step] = []
            for digit in _DIGITS:
                following = tuple(pattern.move(part, digit) for pattern, part in zip(self._patterns, state, strict=True))
                if all(following) and (count := self._look(following, left - 1)[0]):
                    steps.append((digit, following, count))
            known = (sum(count for _, _, count in steps), tuple(steps))
        self._tables[key] = known
        return known


_Step = tuple[str, tuple[_State, ...], int]


def scatter(position: int, size: int, seed: int) -> int:
    """The place of `position` in a fixed shuffle of 0 … `size` - 1: every place once, none near its neighbour's.

    A Feistel network over the next even power of two, walked on until it falls inside; the same seed, the same shuffle.
    """
    half = max(1, ((size - 1).bit_length() + 1) // 2)
    mask = (1 << half) - 1
    while True:
        left, right = position >> half, position & mask
        for turn in range(4):
            mixed = (right + seed + turn * 0x9E3779B9) * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF
            mixed = (mixed ^ mixed >> 29) * 0x94D049BB133111EB & 0xFFFFFFFFFFFFFFFF
            left, right = right, left ^ (mixed >> 32 & mask)
        position = left << half | right
        if position < size:
            return position
