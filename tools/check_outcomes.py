"""Whether the tests that the compliance matrix cites have passed in this run: `python -m tools.check_outcomes`, after the tests.

Exit status 1 where one of them failed, was skipped, or did not run.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tools.record_outcomes import read_outcomes
from trunkline.foundations.trust.matrix import MatrixError, Row, count_statuses, read_matrix

ROOT = Path(__file__).parents[1]


def unproved(rows: Sequence[Row], outcomes: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each citation that this run does not bear out."""
    for row in rows:
        for test in row.tests:
            outcome = outcomes.get(test, "not run")
            if outcome != "passed":
                yield f"{row.id} ({row.status}): {test} was {outcome}"


def main() -> int:
    try:
        rows = read_matrix((ROOT / "compliance_matrix.yaml").read_text())
    except MatrixError as why:
        print(f"compliance_matrix.yaml: {why}", file=sys.stderr)
        return 1
    wrong = list(unproved(rows, read_outcomes(ROOT)))
    for line in wrong:
        print(line, file=sys.stderr)
    counts = ", ".join(f"{count} {status}" for status, count in count_statuses(rows).items())
    print(f"Compliance: {counts}; {sum(len(row.tests) for row in rows)} citations, {len(wrong)} of them not borne out by this run.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
