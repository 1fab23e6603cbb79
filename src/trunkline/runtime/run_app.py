"""Runs an app that was written for Twilio, unchanged, with an environment that leads it to Trunkline.

What clients read, found by trying them: `twilio` for Python takes HTTPS_PROXY and REQUESTS_CA_BUNDLE, its async client
only with the help of the folder `inside`; `twilio` for Node takes HTTP_PROXY in capitals only, and NODE_EXTRA_CA_CERTS;
curl takes the proxy in lower case for http and CURL_CA_BUNDLE. Node's own `fetch` takes NODE_USE_ENV_PROXY from
22.21 and 24.0 on, and nothing before.
"""

import asyncio
import os
import re
import shutil
import signal
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from trunkline.surfaces.redirect.trusted_roots import VARIABLES

INSIDE = Path(__file__).with_name("inside")
"""The folder that goes first on PYTHONPATH; its sitecustomize runs in each Python process of the app."""

LOOPBACK = ("localhost", ".localhost", "127.0.0.1", "127.0.0.0/8", "::1", "[::1]")
"""What never goes through the proxy, in the spellings that different clients compare with."""

COMMAND_NOT_FOUND, COMMAND_NOT_EXECUTABLE = 127, 126

_PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")
_OTHER_CREDENTIALS = ("TWILIO_API_KEY", "TWILIO_API_SECRET", "TWILIO_API_KEY_SID", "TWILIO_API_KEY_SECRET")
_NODE_LAUNCHERS = frozenset({"node", "npm", "npx", "yarn", "pnpm", "tsx", "ts-node", "twilio"})
_FORWARDED = (
    signal.SIGTERM,
    signal.SIGHUP,
    signal.SIGINT,
    signal.SIGQUIT,
    signal.SIGUSR1,
    signal.SIGUSR2,
    signal.SIGWINCH,
)
_FROM_THE_TERMINAL = frozenset({signal.SIGINT, signal.SIGQUIT, signal.SIGWINCH})


def environment(
    proxy_url: str,
    bundle_file: Path,
    account_sid: str,
    auth_token: str,
    outer: Mapping[str, str],
    direct: Iterable[str] = (),
) -> dict[str, str]:
    """The environment of the app: `outer`, with everything overwritten that would lead it past Trunkline.

    `proxy_url` is the proxy's `http://host:port`, `bundle_file` the file of `trusted_roots.write_bundle`, `direct` names
    hosts besides loopback that are reached without the proxy. Inherited proxy, CA and NO_PROXY variables outrank ours
    where they stay, so none stays. Inherited Twilio API keys are taken out: Twilio's CLI prefers them to the auth
    token, and Trunkline does not know them. TWILIO_REGION and TWILIO_EDGE stay; those hosts are below twilio.com too.
    """
    inner = {name: value for name, value in outer.items() if name not in _OTHER_CREDENTIALS}
    inner.update(dict.fromkeys(_PROXIES, proxy_url))
    inner.update(dict.fromkeys(("NO_PROXY", "no_proxy"), ",".join(dict.fromkeys((*LOOPBACK, *direct)))))
    inner.update(dict.fromkeys(VARIABLES, str(bundle_file)))
    inner["NODE_USE_ENV_PROXY"] = "1"  # unknown to an older Node, which a flag in NODE_OPTIONS would stop from starting
    inner["TWILIO_ACCOUNT_SID"] = account_sid
    inner["TWILIO_AUTH_TOKEN"] = auth_token
    # An empty entry would be the current folder, so an outer path that is empty adds nothing.
    inner["PYTHONPATH"] = os.pathsep.join(filter(None, (str(INSIDE), outer.get("PYTHONPATH", ""))))
    return inner


def node_fetch_uses_proxy(version: str) -> bool:
    """Whether the `fetch` of this Node (`v22.21.0`) honours NODE_USE_ENV_PROXY: 22.21 and later 22s, 24 and later."""
    numbers = re.fullmatch(r"v?(\d+)\.(\d+)\..*", version.strip())
    if numbers is None:
        return False
    major, minor = int(numbers[1]), int(numbers[2])
    return major >= 24 or (major == 22 and minor >= 21)


async def notes(command: Sequence[str], inner: Mapping[str, str], outer: Mapping[str, str]) -> list[str]:
    """What the user should know before this command runs: the cases that the environment cannot redirect."""
    said: list[str] = []
    if Path(command[0]).name in _NODE_LAUNCHERS:
        version = await _node_version(inner)
        if version is not None and not node_fetch_uses_proxy(version):
            said.append(
                f"Node {version}: its built-in fetch ignores proxies, so calls to Twilio made with fetch itself go to "
                "Twilio. The twilio package is redirected. Node 22.21 or 24 redirects fetch as well."
            )
    former = next((outer[name] for name in _PROXIES if outer.get(name)), None)
    if former is not None:
        said.append("The proxy of your environment is not used while the app runs here; other hosts are asked directly.")
    if Path(command[0]).name.startswith("python") and any(re.fullmatch(r"-[A-Za-z]*[EIS].*", a) for a in command[1:2]):
        said.append("Python started with -E, -I or -S: aiohttp, and twilio's async client with it, is not redirected.")
    return said


async def _node_version(inner: Mapping[str, str]) -> str | None:
    node = shutil.which("node", path=inner.get("PATH"))
    if node is None:
        return None
    process = await asyncio.create_subprocess_exec(
        node,
        "--version",
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=dict(inner),
    )
    try:
        async with asyncio.timeout(5.0):
            out, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        return None
    return out.decode("ascii", "replace").strip() or None


async def run(command: Sequence[str], inner: Mapping[str, str]) -> int:
    """Run the command with this environment until it ends; answer its exit status as a shell would.

    128 + n if signal n ended it, 127 if it is not found, 126 if it cannot be executed. Signals that reach this process
    are passed on, but not those of the terminal's keys where the command shares the terminal and gets them itself. To be
    awaited on the main thread, since only there signals are received. Errors: ValueError if the command is empty.
    """
    if not command:
        raise ValueError("there is no command to run")
    loop = asyncio.get_running_loop()
    shares_terminal = _in_foreground()
    received: list[signal.Signals] = []
    process: asyncio.subprocess.Process | None = None

    def forward(number: signal.Signals) -> None:
        if number in _FROM_THE_TERMINAL and shares_terminal:
            return
        if process is None:
            received.append(number)
        elif process.returncode is None:
            with suppress(ProcessLookupError):
                process.send_signal(number)

    # What is ignored stays ignored, here and in the command: nohup sets SIGHUP so.
    handled = [number for number in _FORWARDED if signal.getsignal(number) is not signal.SIG_IGN]
    for number in handled:
        loop.add_signal_handler(number, forward, number)
    try:
        try:
            process = await asyncio.create_subprocess_exec(*command, env=dict(inner))
        except FileNotFoundError:
            print(f"trunkline run: {command[0]}: command not found", file=sys.stderr)
            return COMMAND_NOT_FOUND
        except OSError as error:
            print(f"trunkline run: {command[0]}: {error.strerror}", file=sys.stderr)
            return COMMAND_NOT_EXECUTABLE
        for number in received:
            forward(number)
        try:
            status = await process.wait()
        except asyncio.CancelledError:
            with suppress(ProcessLookupError):
                process.terminate()
            raise
        return 128 - status if status < 0 else status
    finally:
        for number in handled:
            loop.remove_signal_handler(number)


def _in_foreground() -> bool:
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except (OSError, ValueError, AttributeError):
        return False
