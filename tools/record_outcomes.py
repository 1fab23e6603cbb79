"""A plugin of pytest (`-p tools.record_outcomes`) that keeps what became of each test: for the compliance matrix, which cites tests.

One line a test function in `var/test-outcomes.txt`, its outcome before its name. One that ran with several parameters has passed if it
passed with one and failed with none: a machine may lack one of two databases. Runs of one `make test` add to the file, which
`tools/run_tests.sh` empties at the start.
"""

from __future__ import annotations

from pathlib import Path

import pytest

OUTCOMES = Path("var/test-outcomes.txt")
_RANK = {"skipped": 0, "passed": 1, "failed": 2}


class Recorder:
    """Hears of every test, of all processes, and writes once at the end."""

    def __init__(self, root: Path) -> None:
        self._file = root / OUTCOMES
        self._told: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "call" and report.passed:
            return
        name = report.nodeid.partition("[")[0]
        # An expected failure is reported as skipped: it proves nothing either.
        self._told[name] = max(self._told.get(name, "skipped"), report.outcome, key=_RANK.__getitem__)

    def pytest_sessionfinish(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a") as file:
            file.writelines(f"{outcome} {name}\n" for name, outcome in sorted(self._told.items()))


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # the reports of workers come to the process that started them
        config.pluginmanager.register(Recorder(config.rootpath))


def read_outcomes(root: Path) -> dict[str, str]:
    """Test function to outcome, over all runs since the file was emptied."""
    found: dict[str, str] = {}
    path = root / OUTCOMES
    for line in path.read_text().splitlines() if path.is_file() else ():
        outcome, _, name = line.partition(" ")
        found[name] = max(found.get(name, "skipped"), outcome, key=_RANK.__getitem__)
    return found
