"""Writes the list of published operations that the package carries (`python -m contract.publish_operations`).

The server must answer 501 naming the operation for whatever it has not built, on machines that have no npm; so the bare
facts (product, method, path, operation id) travel with the package as text, a line each, sorted.
"""

from __future__ import annotations

import sys

from contract.documents import ROOT, ContractUnavailable
from contract.operations import Operation, load_operations

PUBLISHED = ROOT / "src" / "trunkline" / "surfaces" / "rest" / "published_operations.txt"


def published_text(operations: list[Operation]) -> str:
    """The text of the list: `product METHOD path operationId`, sorted, ending in a newline."""
    lines = sorted(f"{one.product} {one.method} {one.path} {one.operation_id}" for one in operations)
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the list; exit status 1 with a message when the documents cannot be had."""
    try:
        operations = load_operations()
    except ContractUnavailable as error:
        print(error, file=sys.stderr)
        return 1
    PUBLISHED.parent.mkdir(parents=True, exist_ok=True)
    PUBLISHED.write_text(published_text(operations), encoding="utf-8")
    print(f"{len(operations)} operations written to {PUBLISHED.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
