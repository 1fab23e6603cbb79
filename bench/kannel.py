"""Kannel as a peer: bearerbox and smsbox, with its file store or its spool store, fed through the sendsms interface.

Accepting alone is measured with no carrier connected, as ours is with the jobs stopped: a message is stored and waits. Handing over
is measured with Kannel's own fakesmsc connected. Neither store calls fsync (the file store is written out every ten seconds, the
spool store writes a file a message): an accepted message does not outlive a power cut.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

from . import load, machine
from .bars import Figure

FAKESMSC = Path("/usr/lib/kannel/test/fakesmsc")
STORES = ("file", "spool")
NOTE = "Kannel 1.4.5, no fsync, no status rows, no callbacks"
START = 20.0

CONFIGURATION = """
group = core
admin-port = {admin}
admin-password = bench
admin-interface = 127.0.0.1
smsbox-port = {boxes}
smsbox-interface = 127.0.0.1
box-allow-ip = "127.0.0.1"
log-file = "{folder}/bearerbox.log"
log-level = 4
store-type = {store}
store-location = "{folder}/store"

group = smsc
smsc = fake
smsc-id = fake
host = 127.0.0.1
port = {carrier}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
sendsms-interface = 127.0.0.1
max-pending-requests = 2048
global-sender = 15557770001
log-file = "{folder}/smsbox.log"
log-level = 4

group = sendsms-user
username = bench
password = bench
max-messages = 10
concatenation = true
"""


def missing() -> str:
    """What must be installed before Kannel can be measured; empty if nothing."""
    found = shutil.which("bearerbox") and shutil.which("smsbox") and FAKESMSC.exists()
    return "" if found else "Kannel is not installed (apt-get install kannel kannel-extras): its bars are not judged"


class Kannel:
    def __init__(self, store: str, scratch: Path, carrier: bool) -> None:
        self.store, self.scratch, self.carrier = store, scratch, carrier
        self.processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Kannel:
        self.folder = tempfile.TemporaryDirectory(dir=self.scratch, prefix=f"kannel-{self.store}-")
        here = Path(self.folder.name).resolve()
        if self.store == "spool":
            (here / "store").mkdir()
        self.admin, self.sendsms, carrier = machine.free_port(), machine.free_port(), machine.free_port()
        self.fake = carrier  # where Kannel waits for fakesmsc
        file = here / "kannel.conf"
        file.write_text(self.configure(here))
        try:
            self._start("bearerbox", str(file))
            _wait_for(self.admin)
            self._start("smsbox", str(file))
            _wait_for(self.sendsms)
            if self.carrier:
                _wait_for(carrier, probe=False)
                self._start(str(FAKESMSC), "-H", "127.0.0.1", "-r", str(carrier), "-i", "1000", "-m", "0", "1 2 text none")
            time.sleep(1)
        except BaseException:
            self.__exit__()
            raise
        return self

    def configure(self, folder: Path) -> str:
        boxes = machine.free_port()
        return CONFIGURATION.format(admin=self.admin, boxes=boxes, carrier=self.fake, sendsms=self.sendsms, folder=folder, store=self.store)

    def __exit__(self, *_: object) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()
        self.folder.cleanup()

    def _start(self, *command: str) -> None:
        self.processes.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    def cpu(self) -> float:
        """Of bearerbox and smsbox."""
        return sum(machine.cpu_seconds(process.pid) for process in self.processes[:2])

    def send(self, seconds: float, connections: int) -> load.Load:
        form = load.message_forms("+15557770001", ["+15551230001"])[0]
        text = form.partition("Body=")[2]
        fields = urlencode({"username": "bench", "password": "bench", "from": "+15557770001", "to": "+15551230001"})
        return load.run(f"http://127.0.0.1:{self.sendsms}/cgi-bin/sendsms?{fields}&text={text}", seconds=seconds, connections=connections)


def _wait_for(port: int, probe: bool = True) -> None:
    """Until something listens there; without `probe`, by the list of sockets (a connection would be taken for the carrier's)."""
    until = time.monotonic() + START
    while time.monotonic() < until:
        if probe:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                pass
        elif f":{port:04X} 00000000:0000 0A" in Path("/proc/net/tcp").read_text():
            return
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens on port {port}")


class Peer:
    """Rounds of one store. The bar is judged with the carrier connected, as Kannel runs; accepting alone stands beside it."""

    def __init__(self, store: str, scratch: Path, seconds: float, connections: int) -> None:
        self.store, self.scratch, self.seconds, self.connections = store, scratch, seconds, connections
        name, title = f"kannel.{store}", f"Kannel {store} store"
        self.accept = Figure(f"{name}.accept", f"{title}: accept", "msg/s", note=f"{NOTE}; carrier connected, handed over meanwhile")
        self.cpu = Figure(f"{name}.cpu", "  processor time a message", "µs", note="bearerbox and smsbox, hand-over included")
        self.ratio = Figure(name, f"durable accept / {title}", "×")
        self.idle = Figure(f"{name}.alone.accept", f"{title}, accept alone", "msg/s", note=f"{NOTE}; carrier not connected")
        self.idle_cpu = Figure(f"{name}.alone.cpu", "  processor time a message", "µs")
        self.idle_ratio = Figure(f"{name}.alone", f"durable accept / {title} alone", "×")
        self.figures = [self.accept, self.cpu, self.ratio, self.idle, self.idle_cpu, self.idle_ratio]

    def round(self, ours: float) -> None:
        for carrier, accept, cpu, ratio in ((True, self.accept, self.cpu, self.ratio), (False, self.idle, self.idle_cpu, self.idle_ratio)):
            with Kannel(self.store, self.scratch, carrier) as kannel:
                before = kannel.cpu()
                seen = kannel.send(self.seconds, self.connections)
                cpu.values.append((kannel.cpu() - before) / seen.requests * 1e6)
            accept.values.append(seen.rate)
            ratio.values.append(ours / seen.rate)
