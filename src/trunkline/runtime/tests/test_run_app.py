"""Unmodified clients, run with the redirect's environment, reach the server that stands behind the proxy."""

import asyncio
import json
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from trunkline.runtime.run_app import environment, node_fetch_uses_proxy, notes, run
from trunkline.surfaces.redirect.authority import Authority
from trunkline.surfaces.redirect.connect_proxy import ConnectProxy, upstream_at
from trunkline.surfaces.redirect.tests.echo_app import EchoApp, serving
from trunkline.surfaces.redirect.trusted_roots import VARIABLES, write_bundle

ACCOUNT, TOKEN = "AC" + "1" * 32, "2" * 32


@dataclass
class Redirected:
    """An echo server behind the proxy, and the environment that leads there."""

    app: EchoApp
    inner: dict[str, str]
    directory: Path

    async def output(self, *command: str) -> str:
        """What the command prints. Fails the test with all of it if the command does not end well."""
        out = self.directory / "output"
        status = await run(["sh", "-c", '"$@" > "$0" 2>&1', str(out), *command], self.inner)
        assert status == 0, out.read_text()
        return out.read_text()


@pytest.fixture
async def redirected(tmp_path: Path) -> AsyncIterator[Redirected]:
    app, authority, bundle = EchoApp(), Authority.open(tmp_path / "authority"), tmp_path / "bundle.pem"
    write_bundle(bundle, authority.certificate_pem(), os.environ)
    async with serving(app) as port, ConnectProxy(authority, upstream_at("127.0.0.1", port), others="refuse") as proxy:
        inner = environment(proxy.url, bundle, ACCOUNT, TOKEN, {**os.environ, "HOME": str(tmp_path)})
        yield Redirected(app, inner, tmp_path)


def assert_one_message(app: EchoApp) -> None:
    (seen,) = app.seen
    assert (seen["method"], seen["scheme"], seen["host"]) == ("POST", "https", "api.twilio.com")
    assert seen["path"] == f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"


PYTHON_APP = """
import os
from twilio.rest import Client
client = Client(os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"])
print(client.messages.create(to="+15551230001", from_="+15557770001", body="hello").sid)
"""

PYTHON_ASYNC_APP = """
import asyncio, os
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.rest import Client

async def main():
    async with AsyncTwilioHttpClient() as http:
        client = Client(os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"], http_client=http)
        message = await client.messages.create_async(to="+15551230001", from_="+15557770001", body="hello")
        print(message.sid)

asyncio.run(main())
"""

NODE_APP = """
const client = require('twilio')(process.env.TWILIO_ACCOUNT_SID, process.env.TWILIO_AUTH_TOKEN);
client.messages.create({to: '+15551230001', from: '+15557770001', body: 'hello'})
  .then(message => console.log(message.sid), error => { console.error(error); process.exit(1); });
"""


@pytest.mark.parametrize("source", [PYTHON_APP, PYTHON_ASYNC_APP], ids=["sync", "async"])
async def test_twilio_for_python_is_redirected(redirected: Redirected, source: str) -> None:
    assert "SM000" in await redirected.output(sys.executable, "-c", source)
    assert_one_message(redirected.app)


async def test_curl_is_redirected(redirected: Redirected) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    told = json.loads(await redirected.output("curl", "-sS", "https://messaging.twilio.com/v1/Services"))
    assert (told["scheme"], told["host"], told["path"]) == ("https", "messaging.twilio.com", "/v1/Services")


async def test_a_refused_host_says_why_to_curl(redirected: Redirected) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    said = await redirected.output("sh", "-c", "curl -sS https://example.com/; test $? -eq 56; curl http://example.com")
    assert "403" in said
    assert "answers for twilio.com only" in said


@pytest.mark.slow
async def test_twilio_for_node_is_redirected(redirected: Redirected, npm_folder: Path) -> None:
    redirected.inner["NODE_PATH"] = str(npm_folder / "node_modules")
    assert "SM000" in await redirected.output("node", "-e", NODE_APP)
    assert_one_message(redirected.app)


@pytest.mark.slow
async def test_twilios_command_line_is_redirected(redirected: Redirected, npm_folder: Path) -> None:
    twilio = str(npm_folder / "node_modules" / ".bin" / "twilio")
    said = await redirected.output(twilio, "api:core:messages:create", "--to", "+15551230001", "--from", "+15557770001", "--body", "hello")
    assert "SM000" in said
    assert_one_message(redirected.app)


@pytest.mark.slow
async def test_nodes_fetch_is_redirected_or_the_user_is_told_that_it_is_not(redirected: Redirected) -> None:
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    version = await redirected.output("node", "--version")
    if not node_fetch_uses_proxy(version):
        assert any("fetch ignores proxies" in note for note in await notes(["node"], redirected.inner, {}))
        return
    await redirected.output("node", "-e", "fetch('https://api.twilio.com/').then(answer => answer.text())")
    assert redirected.app.seen[0]["host"] == "api.twilio.com"


def test_nothing_inherited_leads_past_the_proxy() -> None:
    outer = dict.fromkeys([*VARIABLES, "NO_PROXY", "no_proxy", "https_proxy", "ALL_PROXY"], "twilio.com")
    outer |= {"TWILIO_API_KEY": "SK1", "TWILIO_API_SECRET": "real", "TWILIO_AUTH_TOKEN": "real", "PATH": "/bin"}
    inner = environment("http://127.0.0.1:9", Path("/b.pem"), ACCOUNT, TOKEN, outer, direct=["app.internal"])
    assert not {"twilio.com", "real", "SK1"} & set(inner.values())
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"):
        assert inner[name] == "http://127.0.0.1:9"
    assert {inner[name] for name in VARIABLES} == {"/b.pem"}
    assert inner["NO_PROXY"] == inner["no_proxy"]
    assert {"127.0.0.1", "localhost", "::1", "app.internal"} <= set(inner["NO_PROXY"].split(","))
    assert (inner["TWILIO_ACCOUNT_SID"], inner["TWILIO_AUTH_TOKEN"]) == (ACCOUNT, TOKEN)
    assert inner["PATH"] == "/bin"


@pytest.mark.parametrize("written", ["trust_env=False", "trust_env=True", ""])
async def test_a_session_that_says_what_it_wants_keeps_it(redirected: Redirected, written: str) -> None:
    source = f"""
import aiohttp, asyncio
async def main():
    async with aiohttp.ClientSession({written}) as session:
        print(session.trust_env)
asyncio.run(main())"""
    assert (await redirected.output(sys.executable, "-c", source)).strip() == str(written != "trust_env=False")


@pytest.mark.parametrize("ask", ["certifi.where()", "certifi.core.where()"])
async def test_who_asks_certifi_for_roots_gets_the_bundle(redirected: Redirected, ask: str) -> None:
    source = f"import certifi, certifi.core, os; print({ask} == os.environ['REQUESTS_CA_BUNDLE'], certifi.contents() == open({ask}).read())"
    assert (await redirected.output(sys.executable, "-c", source)).split() == ["True", "True"]
    unset = f"import certifi, os; del os.environ['REQUESTS_CA_BUNDLE']; print({ask}.endswith('cacert.pem'))"
    assert (await redirected.output(sys.executable, "-c", unset)).strip() == "True"


async def test_the_apps_own_sitecustomize_runs_too_and_nothing_else_is_imported(redirected: Redirected) -> None:
    own = redirected.directory / "own"
    own.mkdir()
    (own / "sitecustomize.py").write_text("import builtins; builtins.OWN = __file__")
    redirected.inner["PYTHONPATH"] += os.pathsep + str(own)
    source = "import sys, sitecustomize; print(OWN == sitecustomize.__file__, 'aiohttp' in sys.modules or 'certifi' in sys.modules)"
    assert (await redirected.output(sys.executable, "-c", source)).split() == ["True", "False"]


@pytest.mark.parametrize(
    ("version", "uses"),
    [
        ("v20.20.2", False),
        ("v22.20.0", False),
        ("v22.21.0\n", True),
        ("v23.11.0", False),
        ("v24.0.0", True),
        ("v26.1.0-nightly", True),
        ("no version", False),
    ],
)
def test_which_node_redirects_fetch(version: str, uses: bool) -> None:
    assert node_fetch_uses_proxy(version) is uses


async def test_what_cannot_be_redirected_is_said() -> None:
    said = await notes(["python3", "-I", "app.py"], {"PATH": ""}, {"https_proxy": "http://proxy:1"})
    assert len(said) == 2
    assert await notes(["python3", "app.py"], {"PATH": ""}, {}) == []


@pytest.mark.parametrize(
    ("command", "status"),
    [
        (["true"], 0),
        (["sh", "-c", "exit 7"], 7),
        (["sh", "-c", "kill -TERM $$"], 128 + signal.SIGTERM),
        (["there-is-no-such-command"], 127),
        (["/"], 126),
    ],
)
async def test_the_exit_status_is_a_shells(command: list[str], status: int) -> None:
    assert await run(command, os.environ) == status


async def test_an_empty_command_is_refused() -> None:
    with pytest.raises(ValueError, match="no command"):
        await run([], os.environ)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1])
async def test_a_signal_reaches_the_command(tmp_path: Path, number: signal.Signals) -> None:
    signal.signal(number, signal.SIG_DFL)  # whoever started the tests may have had it ignored (nohup does), and children inherit that
    ready = tmp_path / "ready"
    os.mkfifo(ready)
    name = number.name.removeprefix("SIG")
    running = asyncio.create_task(run(["sh", "-c", f"trap 'exit 42' {name}; echo > {ready}; while :; do sleep 0.05; done"], os.environ))
    await asyncio.to_thread(ready.read_text)
    os.kill(os.getpid(), number)
    assert await running == 42
    assert signal.getsignal(number) is signal.SIG_DFL
