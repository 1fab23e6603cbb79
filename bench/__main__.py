"""`python -m bench`: every figure in one run on one machine, in interleaved rounds, as a table and as JSON in var/bench/."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from . import bars, decide, jasmin, kannel, listing, load, machine, memory
from .accept import Accept
from .policy import Policy
from .smpp import Smpp
from .whole_life import WholeLife

T = TypeVar("T")
RESULTS = Path("var/bench")
PARTS = ("accept", "peers", "policy", "life", "smpp", "memory", "list", "decide")


def _flags() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="bench/run.sh", description=__doc__)
    reader.add_argument("parts", nargs="*", metavar="PART", help=f"what to measure: {', '.join(PARTS)} (all)")
    reader.add_argument("--rounds", type=int, default=3)
    reader.add_argument("--seconds", type=float, default=5, help="of load in each measurement")
    reader.add_argument("--connections", type=int, default=64)
    reader.add_argument("--rows", type=int, default=200_000, help="messages in the list (the bar is set for 5000000)")
    reader.add_argument("--quick", action="store_true", help="one round of two seconds, 20,000 rows: to see that it works")
    flags = reader.parse_args()
    if unknown := set(flags.parts) - set(PARTS):
        reader.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    if flags.quick:
        flags.rounds, flags.seconds, flags.rows = 1, 2, 20_000
    return flags


def _say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


def _try(failed: list[str], measure: Callable[[], T]) -> T | None:
    """A part that fails is told at the end, and does not take the figures of the others with it."""
    try:
        return measure()
    except (RuntimeError, load.LoadFailed, OSError) as why:
        _say(f"failed: {why}")
        failed.append(str(why))
        return None


def main() -> int:
    flags = _flags()
    parts = set(flags.parts or PARTS)
    RESULTS.mkdir(parents=True, exist_ok=True)
    about = machine.describe(RESULTS)
    if about["load_before"] > about["cores"] / 2:
        _say(f"warning: this machine is busy (load {about['load_before']}): rates mean little, processor times a little more")
    for line in machine.leftovers():
        _say(f"warning: this listens already and may take part of the load: {line}")
    skipped, failed, figures = list[str](), list[str](), list[bars.Figure]()
    # On the disk of the checkout: a temporary folder may be in memory, where durable costs nothing.
    with tempfile.TemporaryDirectory(dir=RESULTS, prefix="run-") as folder:
        scratch = Path(folder).resolve()
        accept = Accept(scratch, flags.seconds, flags.connections)
        policy = Policy(scratch, flags.seconds, flags.connections)
        life = WholeLife(scratch, flags.seconds, flags.connections)
        peers = [kannel.Peer(store, scratch, flags.seconds, flags.connections) for store in kannel.STORES]
        missing = kannel.missing()
        if parts & {"peers", "smpp"} and missing:
            skipped.append(missing)
            parts.discard("peers")
        if "smpp" in parts and (no_jasmin := jasmin.missing()):
            skipped.append(no_jasmin)
        beside = {"peers": not missing, "jasmin": not jasmin.missing()}
        smpp = Smpp(scratch, flags.seconds, flags.connections, **beside) if "smpp" in parts else None
        if "peers" in parts:
            parts.add("accept")
        for n in range(flags.rounds if parts & {"accept", "policy", "life", "smpp"} else 0):
            if "accept" in parts:
                _say(f"round {n + 1}: accept")
                accept.round()
            for peer in peers if "peers" in parts else ():
                _say(f"round {n + 1}: Kannel, {peer.store} store")
                peer.round(accept.durable.values[-1])
            if "policy" in parts:
                _say(f"round {n + 1}: presets")
                _try(failed, policy.round)
            if "life" in parts:
                _say(f"round {n + 1}: accepted to delivered")
                _try(failed, life.round)
            if smpp is not None:
                _say(f"round {n + 1}: over SMPP")
                _try(failed, smpp.round)
        figures += accept.figures if "accept" in parts else []
        figures += policy.figures if "policy" in parts else []
        figures += life.figures if "life" in parts else []
        figures += smpp.figures if smpp is not None else []
        if "memory" in parts:
            _say("memory")
            figures += _try(failed, lambda: memory.measure(scratch, flags.connections)) or []
        if "list" in parts:
            _say(f"list of {flags.rows:,}")
            figures += _try(failed, lambda: listing.measure(scratch, flags.rows)) or []
        if "decide" in parts:
            _say("decisions")
            figures += decide.figures()
        for peer in peers if "peers" in parts else ():
            figures += peer.figures
    figures = [f for f in figures if f.values]
    print(", ".join(f"{name} {value}" for name, value in about.items()), "\n", sep="")
    print(bars.table(figures))
    for why in skipped:
        print(f"skipped: {why}")
    for why in failed:
        print(f"FAILED: {why}")
    file = RESULTS / f"{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}.json"
    bars.save(file, about, figures, skipped + failed)
    print(f"\n{file}")
    return 1 if failed or any(f.verdict == "FAIL" for f in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
