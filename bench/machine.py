"""What the figures were taken on, and what a process used."""

from __future__ import annotations

import os
import platform
import re
import socket
import statistics
import subprocess
import time
from pathlib import Path
from typing import Any

_TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """User and system time of a process, all its threads; 10 ms fine."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def resident(pid: int) -> int:
    """Octets of memory that are the process's own or mapped by it now."""
    found = re.search(r"^VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1]) * 1024


def sync_milliseconds(folder: Path) -> float:
    """Median of 200 fdatasync of 4 KiB appended."""
    path, took = folder / "sync", []
    with path.open("wb", buffering=0) as file:
        for _ in range(200):
            file.write(bytes(4096))
            begun = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - begun)
    path.unlink()
    return statistics.median(took) * 1000


def describe(folder: Path) -> dict[str, Any]:
    found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return {
        "processor": found[1] if found else platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
        "fdatasync_ms": round(sync_milliseconds(folder), 3),
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def leftovers() -> list[str]:
    """Listeners of an earlier run, which would take part of the load or of the processor."""
    listed = subprocess.run(["ss", "-ltnpH"], capture_output=True, text=True, check=False).stdout
    names = ("python", "trunkline", "bearerbox", "smsbox", "fakesmsc", "granian", "uvicorn")
    return [line for line in listed.splitlines() if any(f'"{name}' in line for name in names)]
