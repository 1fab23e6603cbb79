"""One process that is everything: the API, the jobs, the simulated network, and the proxy for `trunkline run`."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import socket
import ssl
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from trunkline.carriers.routing.running import RunningCarriers
from trunkline.carriers.smpp.ports import Binds
from trunkline.carriers.smpp.server.server import SmppServer
from trunkline.foundations.requests.request_log import RequestLog
from trunkline.foundations.retention.daily import begin_daily
from trunkline.foundations.trust.packs.load import PackError
from trunkline.foundations.trust.rule_packs import rule_packs
from trunkline.kernel.platform import Platform
from trunkline.surfaces.http.server import Server
from trunkline.surfaces.redirect.authority import Authority
from trunkline.surfaces.redirect.connect_proxy import ConnectProxy, upstream_at

from .data_folder import DataFolder
from .echo_app import PATH
from .first_start import ensure_first_account
from .front_door import FrontDoor
from .settings import Settings, WrongSetting
from .wiring import close_platform, open_platform

log = logging.getLogger("trunkline.node")
AUTHORITY = "authority"


@dataclass
class Node:
    """A running server. `api_url` and `proxy_url` have the ports that were really taken; `new` means a first start."""

    platform: Platform
    door: FrontDoor
    api_url: str
    proxy_url: str
    authority: Authority
    new: bool
    server: Server
    smpp_port: int | None = None

    async def until_stopped(self) -> None:
        """Until SIGINT or SIGTERM. SIGHUP has the rule packs read again, but not at a terminal, which says it as it is closed."""
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        if not sys.stdin.isatty():
            loop.add_signal_handler(signal.SIGHUP, self.reload)
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        await stop.wait()

    def reload(self) -> None:
        """Read the operator's rule packs again; what was in force stays so where one cannot be used."""
        try:
            packs = rule_packs(self.platform.work()).reload()
            log.info("rule packs %s are in force", packs.hash)
        except PackError as why:
            log.error("the rule packs stay as they were: %s", why)


def _spare_the_collector() -> None:
    """What was loaded by now lives as long as the process; with the usual thresholds a busy node spends a sixth of its time on looking
    at it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def _listen(host: str, port: int, flag: str = "--port") -> socket.socket:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.socket(found[0], socket.SOCK_STREAM, socket.IPPROTO_TCP)  # asyncio sets TCP_NODELAY only on sockets that say TCP
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(found[4])
        listener.listen(2048)
        listener.setblocking(False)
    except socket.gaierror as why:
        raise WrongSetting(f"cannot listen on {host}: {why.strerror}; choose another with --host") from None
    except OSError as why:
        raise WrongSetting(f"cannot listen on {host}:{port}: {why.strerror or why}; choose another with {flag}") from None
    return listener


def _smpp_tls(settings: Settings) -> ssl.SSLContext | None:
    if settings.smpp_cert is None or settings.smpp_key is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(settings.smpp_cert, settings.smpp_key)
    except (OSError, ssl.SSLError) as why:
        raise WrongSetting(f"--smpp-cert {settings.smpp_cert} and --smpp-key {settings.smpp_key} cannot be used: {why}") from None
    return context


def _url(host: str, port: int) -> str:
    if host in ("", "0.0.0.0", "::"):  # noqa: S104 (shown, not bound)
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def authority_folder(data: Path) -> Path:
    """Absolute: apps are given paths into it, and may run elsewhere."""
    return data.absolute() / AUTHORITY


@asynccontextmanager
async def run_node(settings: Settings) -> AsyncIterator[Node]:
    """Start, and stop in the right order: no new requests, then the jobs that run, then the database."""
    with DataFolder(settings.data) as folder:
        listener = _listen(settings.host, settings.port)
        port = listener.getsockname()[1]
        api_url = _url(settings.host, port)
        platform = await open_platform(settings)
        platform.origin = settings.public_url or api_url
        door = FrontDoor(platform)
        server = Server(door)
        await server.start(listener)
        authority = Authority.open(authority_folder(settings.data))
        upstream = upstream_at(urlsplit(api_url).hostname or "", port)
        proxy = ConnectProxy(authority, upstream, settings.other_hosts, port=settings.proxy_port)
        smpp = platform.ports[Binds] = SmppServer(platform)
        smpp_port = None
        try:
            await proxy.start()
            await platform.jobs.start()
            await door.start()
            await begin_daily(platform)
            platform.ports[RequestLog].start()
            if settings.smpp_port is not None:
                smpp_listener = _listen(settings.host, settings.smpp_port, "--smpp-port")
                smpp_port = smpp_listener.getsockname()[1]
                await smpp.start(smpp_listener, _smpp_tls(settings))
            await platform.ports[RunningCarriers].refresh(platform.work())
            # In production a webhook may not reach loopback, where the echo app stands.
            echo_url = "" if settings.production else api_url + PATH
            new = await ensure_first_account(platform, echo_url, settings.account_sid, settings.auth_token)
            _spare_the_collector()
            door.ready = True
            folder.announce(api_url, proxy.url)
            yield Node(platform, door, api_url, proxy.url, authority, new, server, smpp_port)
        finally:
            door.ready = False
            await server.stop()
            await door.close()
            await smpp.stop()
            await proxy.close()
            await platform.ports[RequestLog].stop()
            await platform.jobs.stop()
            await close_platform(platform)
