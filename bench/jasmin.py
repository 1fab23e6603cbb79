"""Jasmin as a peer over SMPP: its daemon with RabbitMQ and Redis, fed through its HTTP interface, a receipt for each text.

It lives in a virtualenv of its own, which BENCH_JASMIN names; RabbitMQ and Redis are Debian's. All listen on loopback, on free ports, and
keep nothing: RabbitMQ's queues are durable and its messages persistent, as Jasmin asks for it, and Redis is told not to save.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

from . import load, machine

RABBITMQ = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
START = 90.0
NOTE = "Jasmin with RabbitMQ and Redis; each receipt is told by a GET"

_SECTIONS = {
    "amqp-broker": "port = {amqp}\nspec = {spec}",
    "redis-client": "port = {redis}",
    "http-api": "bind = 127.0.0.1\nport = {http}\naccess_log = {here}/access.log",
    "jcli": "port = {cli}\nauthentication = False",
    "smpp-server": "bind = 127.0.0.1\nport = {smpps}",
    "smpp-server-pb": "bind = 127.0.0.1\nport = {pb}",
    "smpp-server-pb-client": "port = {pb}",
    "router": "bind = 127.0.0.1\nport = {router}\nstore_path = {here}",
    "client-management": "bind = 127.0.0.1\nport = {clients}\nstore_path = {here}",
    "sm-listener": "log_level = ERROR",
    "dlr-thrower": "log_level = ERROR",
    "dlr": "pid = bench\nlog_level = ERROR",
    "deliversm-thrower": "log_level = ERROR",
}
_PORTS = ("amqp", "redis", "http", "cli", "smpps", "pb", "router", "clients", "dist")
_MANAGED = (
    "group -a", "gid bench", "ok",
    "user -a", "username bench", "password bench", "gid bench", "uid bench", "ok",
    "smppccm -a", "cid bench", "host 127.0.0.1", "port {smsc}", "username bench", "password bench", "bind transceiver",
    "submit_throughput 0", "ok",
    "mtrouter -a", "type defaultroute", "connector smppc(bench)", "rate 0", "ok",
    "smppccm -1 bench",
)  # fmt: skip


def _python() -> Path:
    return Path(os.environ.get("BENCH_JASMIN", "var/jasmin")) / "bin" / "python"


def missing() -> str:
    """What must be installed before Jasmin can be measured; empty if nothing."""
    if _python().exists() and RABBITMQ.exists() and shutil.which("redis-server"):
        return ""
    return "Jasmin is not installed (bench/README.md, Jasmin): it is left out"


class Jasmin:
    """`cpu` is of everything that it needs: the daemon, RabbitMQ and Redis."""

    def __init__(self, scratch: Path, smsc: int, told: str) -> None:
        self.scratch, self.smsc, self.told = scratch, smsc, told
        self.processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Jasmin:
        self.folder = tempfile.TemporaryDirectory(dir=self.scratch, prefix="jasmin-")
        here = Path(self.folder.name).resolve()
        self.ports = {name: machine.free_port() for name in _PORTS}
        python = _python().absolute()
        spec = next((python.parent.parent / "lib").glob("python*/site-packages/txamqp/specs/standard/amqp0-9-1.stripped.xml"))
        about = {**self.ports, "here": here, "spec": spec}
        logs = "log_file = {here}/{name}.log"
        sections = (f"[{name}]\n{(text + chr(10) + logs).format(**about, name=name)}\n" for name, text in _SECTIONS.items())
        (here / "jasmin.cfg").write_text("\n".join(sections))
        (here / "plugins").write_text("[].\n")
        broker = {
            "RABBITMQ_NODE_PORT": str(self.ports["amqp"]), "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": f"bench{self.ports['amqp']}@localhost", "RABBITMQ_MNESIA_BASE": str(here), "RABBITMQ_LOG_BASE": str(here),
            "RABBITMQ_PID_FILE": str(here / "broker.pid"), "RABBITMQ_ENABLED_PLUGINS_FILE": str(here / "plugins"),
            "RABBITMQ_DIST_PORT": str(self.ports["dist"]), "ERL_EPMD_ADDRESS": "127.0.0.1", "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "HOME": str(here),
        }  # fmt: skip
        try:
            self._start("redis-server", "--port", str(self.ports["redis"]), "--bind", "127.0.0.1", "--save", "", "--dir", str(here))
            self._start(str(RABBITMQ), **broker)
            _wait_for(self.ports["redis"])
            _wait_for(self.ports["amqp"])
            flags = ("--enable-dlr-thrower", "--enable-dlr-lookup", "--username", "jcliadmin", "--password", "jclipwd")
            daemon = str(python.with_name("jasmind.py"))
            self._start(str(python), daemon, "-c", str(here / "jasmin.cfg"), *flags, ROOT_PATH=str(here), LOG_PATH=str(here))
            _wait_for(self.ports["http"])
            _wait_for(self.ports["cli"])
            self._configure()
            time.sleep(2)  # until it is bound
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """The daemon, started last and stopped first, takes its lock (/tmp/jasmind.lock) away if it is asked to end."""
        for process in reversed(self.processes):
            for sort in (signal.SIGTERM, signal.SIGKILL):
                try:
                    os.killpg(process.pid, sort)
                    process.wait(10)
                except (ProcessLookupError, subprocess.TimeoutExpired):
                    continue
        self.folder.cleanup()

    def _start(self, *command: str, **environment: str) -> None:
        self.processes.append(
            subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
                env={**os.environ, **environment},
            )
        )  # fmt: skip

    def _configure(self) -> None:
        """By its own command line: each line is answered with a prompt."""
        with socket.create_connection(("127.0.0.1", self.ports["cli"]), 10) as line:
            line.sendall(b"\xff\xfc\x22\xff\xfc\x1f\xff\xfb\x03\xff\xfd\x01\r\n")  # telnet: no line mode, no window size; go ahead, echo
            _prompt(line)
            for command in _MANAGED:
                line.sendall(command.format(smsc=self.smsc).encode() + b"\r\n")
                _prompt(line)

    def cpu(self) -> float:
        return sum(machine.cpu_seconds(pid) for process in self.processes for pid in _family(process.pid))

    def send(self, seconds: float, connections: int) -> load.Load:
        form = load.message_forms("+15557770001", ["+15551230001"])[0]
        text = form.partition("Body=")[2]
        about = {"username": "bench", "password": "bench", "from": "15557770001", "to": "15551230001"}
        query = urlencode({**about, "dlr": "yes", "dlr-level": "2", "dlr-method": "GET", "dlr-url": self.told})
        url = f"http://127.0.0.1:{self.ports['http']}/send?{query}&content={text}"
        return load.run(url, seconds=seconds, connections=connections)


def _family(pid: int) -> list[int]:
    """A process, and all in its session: RabbitMQ's start script has the machine that counts below it."""
    found = [pid]
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != pid:
            try:
                if os.getsid(int(entry.name)) == pid:
                    found.append(int(entry.name))
            except ProcessLookupError:
                continue
    return found


def _prompt(line: socket.socket) -> None:
    """Until it waits for the next command (`jcli : ` or, inside one, `> `)."""
    said = b""
    while not said.rstrip(b"\x1b[0123456789;mKhl").endswith((b"jcli : ", b"> ")):
        try:
            more = line.recv(4096)
        except TimeoutError:
            raise RuntimeError(f"jCli says no more than {said[-200:]!r}") from None
        if not more:
            raise RuntimeError(f"jCli closed the connection: {said[-200:]!r}")
        said += more


def _wait_for(port: int) -> None:
    until = time.monotonic() + START
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"nothing listens on port {port} after {START:.0f} s")
