"""The commands as a person or a script uses them: what they print, how they end, and what they say when something is wrong."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import TRUNKLINE, Live

from .asking import Client

Start = Callable[..., Live]
PATIENCE = 60.0
SID, TOKEN = "AC" + "0" * 31 + "7", "0123456789abcdef0123456789abcdef"


def clean(**more: str) -> dict[str, str]:
    return {**{k: v for k, v in os.environ.items() if not k.startswith(("TRUNKLINE_", "TWILIO_"))}, **more}


def trunkline(cwd: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*TRUNKLINE, *arguments], cwd=cwd, env=clean(**environment), capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def up_until(cwd: Path, last: str, *flags: str) -> list[str]:
    """What `trunkline up` prints up to the line that begins so, and to the end after SIGINT; it must end with 0."""
    process = subprocess.Popen(
        [*TRUNKLINE, "up", "--port", "0", *flags], cwd=cwd, env=clean(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if line.startswith(last):
            process.send_signal(signal.SIGINT)
            break
    rest, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, errors
    assert errors == ""
    return lines + rest.splitlines()


STEPS = [
    "POST Messages: 201",
    "status callback: sent",
    "status callback: delivered",
    "the handset answers",
    "webhook: the echo app is asked",
    "the reply is on the handset",
]


def test_each_start_proves_itself_with_a_new_exchange(tmp_path: Path) -> None:
    shown = [up_until(tmp_path, "Stop with Ctrl-C") for _ in range(2)]
    for lines in shown:
        assert lines[0].startswith("Trunkline 0.1.0 is up at http://127.0.0.1:")
        exchange = [re.fullmatch(r" +([\d.]+) ms  (.{34}) (SM\w{32}|HM\w{32})  .*", line) for line in lines]
        steps = [found[2].strip() for found in exchange if found]
        assert steps == STEPS, lines
        times = [float(found[1]) for found in exchange if found]
        assert times == sorted(times)
        assert lines[-1] == "Stopping: finishing what is under way."
    assert not set(re.findall(r"SM\w{32}", "\n".join(shown[0]))) & set(re.findall(r"SM\w{32}", "\n".join(shown[1])))
    assert (tmp_path / "var" / "trunkline" / "trunkline.db").is_file()


def test_a_start_says_how_to_point_an_app_at_it(tmp_path: Path) -> None:
    text = "\n".join(up_until(tmp_path, "Stop with Ctrl-C", "--data", "here", "--no-proof"))
    for words in (
        "trunkline run --data here -- python app.py",
        "trunkline credentials --data here",
        "/2010-04-01/Accounts/AC",
        "handset --data here",
    ):
        assert words in text


def test_json_is_one_line_and_nothing_else_and_a_second_start_keeps_what_there_was(start: Start) -> None:
    first = start()
    sent = Client(first.api_url, first.account_sid, first.auth_token)
    sid = sent.post(sent.below("/Messages.json"), To="+15551230001", From="+15557770001", Body="kept").json["sid"]
    first.stop()
    assert first.process.returncode == 0
    assert first.process.stdout is not None and first.process.stdout.read() == ""
    second = start(data=first.data)
    assert (second.account_sid, second.auth_token) == (first.account_sid, first.auth_token)
    assert (second.numbers, second.handsets) == (["+15557770001", "+15557770002"], ["+15551230001", "+15551230002"])
    kept = Client(second.api_url, second.account_sid, second.auth_token)
    assert kept.get(kept.below(f"/Messages/{sid}.json")).json["body"] == "kept"
    numbers = kept.get(kept.below("/IncomingPhoneNumbers.json")).json["incoming_phone_numbers"]
    assert {n["sms_url"] for n in numbers} == {f"{second.api_url}/apps/echo"}


def test_credentials(start: Start, tmp_path: Path) -> None:
    live = start("--account-sid", SID, "--auth-token", TOKEN)
    assert (live.account_sid, live.auth_token) == (SID, TOKEN)
    printed = trunkline(tmp_path, "credentials", "--data", str(live.data), "--json")
    found = json.loads(printed.stdout)
    assert set(found) == {
        "account_sid", "auth_token", "test_account_sid", "test_auth_token", "api_url", "numbers", "handsets", "ca_file",
    }  # fmt: skip
    assert {name: getattr(live, name) for name in found} == found
    assert Path(found["ca_file"]).read_text().startswith("-----BEGIN CERTIFICATE-----")
    assert re.search(rf"^auth_token +{TOKEN}$", trunkline(tmp_path, "credentials", "--data", str(live.data)).stdout, re.MULTILINE)
    assert Client(live.api_url, SID, TOKEN).get(f"/2010-04-01/Accounts/{SID}.json").status == 200
    live.stop()
    assert json.loads(trunkline(tmp_path, "credentials", "--data", str(live.data), "--json").stdout)["auth_token"] == TOKEN
    again = trunkline(tmp_path, "up", "--port", "0", "--data", str(live.data), "--account-sid", SID[:-1] + "8", "--auth-token", TOKEN)
    assert again.returncode == 1 and f"the account there is {SID}" in again.stderr


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--port", "x"], "--port is 'x'; it must be a port"),
        (["--port", "70000"], "--port is '70000'"),
        (["--mode", "staging"], "must be development or production"),
        (["--account-sid", "AC1"], "must be AC and 32 hexadecimal digits"),
        (["--account-sid", SID], "--account-sid and --auth-token together"),
        (["--database", "mysql://x"], "postgresql:// URL"),
        (["--database", "postgresql://127.0.0.1:1/x"], "cannot be reached"),
        (["--seed", "x"], "must be a whole number"),
        (["--host", "nowhere.invalid", "--port", "0"], "cannot listen on nowhere.invalid"),
        (["--host", "203.0.113.1", "--port", "0"], "cannot listen on 203.0.113.1:0"),
        (["--data", "file"], "the data folder file cannot be used"),
        (["--data", "file/below"], "the data folder file/below cannot be used"),
    ],
)
def test_a_wrong_flag_is_one_line(tmp_path: Path, flags: list[str], words: str) -> None:
    (tmp_path / "file").touch()
    said = trunkline(tmp_path, "up", "--proxy-port", "0", *flags)
    assert (said.returncode, said.stdout) == (1, "")
    assert words in said.stderr and said.stderr.startswith("Error: ") and said.stderr.count("\n") == 1, said.stderr


@pytest.mark.parametrize(
    ("file", "environment", "words"),
    [
        ("", {"TRUNKLINE_PORT": "abc"}, "TRUNKLINE_PORT is 'abc'"),
        ("", {"TRUNKLINE_WEBHOOK_ALLOW": "host"}, "TRUNKLINE_WEBHOOK_ALLOW is 'host'; it must be host:port"),
        ("prot = 1", {}, "trunkline.toml: there is no setting 'prot'"),
        ("port = [", {}, "trunkline.toml is not TOML"),
        ('port = "x"', {}, "port in trunkline.toml is 'x'"),
        ("port = 1", {"TRUNKLINE_PORT": "two"}, "TRUNKLINE_PORT is 'two'"),
    ],
)
def test_a_wrong_setting_is_one_line_that_says_where_it_stands(tmp_path: Path, file: str, environment: dict[str, str], words: str) -> None:
    (tmp_path / "trunkline.toml").write_text(file)
    for command in (["up"], ["credentials"], ["run", "--", "true"], ["handset", "+15551230001", "inbox"]):
        said = trunkline(tmp_path, *command, **environment)
        assert said.returncode == 1 and words in said.stderr and said.stderr.count("\n") == 1, said.stderr


def test_flags_outrank_variables_which_outrank_the_file(tmp_path: Path) -> None:
    (tmp_path / "trunkline.toml").write_text('data = "from-file"\nport = "wrong"\n')
    assert "in from-file yet" in trunkline(tmp_path, "credentials", TRUNKLINE_PORT="0").stderr
    assert "in from-variable yet" in trunkline(tmp_path, "credentials", TRUNKLINE_PORT="0", TRUNKLINE_DATA="from-variable").stderr
    assert "in flag yet" in trunkline(tmp_path, "credentials", "--data", "flag", TRUNKLINE_PORT="0", TRUNKLINE_DATA="from-variable").stderr
    assert not (tmp_path / "from-file").exists()


def test_one_folder_has_one_server(start: Start, tmp_path: Path) -> None:
    live = start()
    said = trunkline(tmp_path, "up", "--port", "0", "--data", str(live.data))
    assert said.returncode == 1
    assert f"(process {live.process.pid}, {live.api_url}) is using {live.data}" in said.stderr and said.stderr.count("\n") == 1


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = trunkline(tmp_path, "up", "--port", str(port), "--data", "d")
    assert said.returncode == 1
    assert said.stderr == f"Error: cannot listen on 127.0.0.1:{port}: Address already in use; choose another with --port\n"


def test_a_handset_in_the_hand(start: Start, tmp_path: Path) -> None:
    live = start()
    handset = ("handset", "--data", str(live.data))
    watching = subprocess.Popen(
        [*TRUNKLINE, *handset, "+15551230001", "watch", "--json"],
        cwd=tmp_path,
        env=clean(),
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=_as_at_a_terminal,
    )
    assert trunkline(tmp_path, *handset, "+15551230001", "inbox").stdout == "nothing yet\n"
    _until_connected(watching)
    sent = trunkline(tmp_path, *handset, "+15551230001", "send", "two loaves", "--to", "+15557770001")
    assert re.fullmatch(r"SM\w{32}  \+15551230001 to \+15557770001\n", sent.stdout), sent
    seen = [json.loads(_line(watching)), json.loads(_line(watching))]
    assert [text["body"] for text in seen] == ["two loaves", "You said: two loaves"]
    watching.send_signal(signal.SIGINT)
    assert watching.wait(timeout=PATIENCE) == 0
    lines = trunkline(tmp_path, *handset, "+15551230001", "inbox").stdout.splitlines()
    assert lines[0].endswith("> +15557770001  two loaves") and lines[1].endswith("< +15557770001  You said: two loaves")
    (newest,) = trunkline(tmp_path, *handset, "+15551230001", "inbox", "--limit", "1", "--json").stdout.splitlines()
    assert json.loads(newest)["body"] == "You said: two loaves"

    assert trunkline(tmp_path, *handset, "+15559990000", "create", "--behaviour", "no_coverage").stdout.startswith("HS")
    unknown = trunkline(tmp_path, *handset, "+15559990001", "inbox")
    assert (unknown.returncode, unknown.stderr.count("\n")) == (1, 1) and "there is no handset +15559990001" in unknown.stderr
    refused = trunkline(tmp_path, *handset, "+15551230001", "send", "x", "--to", "nobody")
    assert refused.returncode == 1 and re.fullmatch(r"Error: .* \(\d{5}\)\n", refused.stderr), refused.stderr
    elsewhere = ("--url", live.api_url, "--account-sid", live.account_sid, "--auth-token", live.auth_token)
    assert "two loaves" in trunkline(tmp_path, "handset", *elsewhere, "+15551230001", "inbox").stdout
    live.kill()
    gone = trunkline(tmp_path, *handset, "+15551230001", "inbox")
    assert gone.returncode == 1 and f"no Trunkline runs on {live.data}" in gone.stderr


def _as_at_a_terminal() -> None:
    """Ctrl-C counts, though these tests may run in a shell's background, where SIGINT is ignored and stays so in every child."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _until_connected(process: subprocess.Popen[str]) -> None:
    """Until it holds a connection: `watch` says nothing while it waits."""
    deadline = time.monotonic() + PATIENCE
    while not any(_is_socket(descriptor) for descriptor in Path(f"/proc/{process.pid}/fd").iterdir()):
        assert time.monotonic() < deadline, "the watcher does not watch"
        time.sleep(0.05)


def _is_socket(descriptor: Path) -> bool:
    try:
        return os.readlink(descriptor).startswith("socket:")
    except FileNotFoundError:  # closed meanwhile
        return False


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


APP = """
import os, sys, urllib.request, json, base64, ssl
sid, token = os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"]
request = urllib.request.Request(f"https://api.twilio.com/2010-04-01/Accounts/{sid}.json")
request.add_header("Authorization", "Basic " + base64.b64encode(f"{sid}:{token}".encode()).decode())
print(json.load(urllib.request.urlopen(request))["sid"])
sys.exit(int(sys.argv[1]))
"""


def test_run_leads_to_the_server_that_runs_and_passes_the_exit_status_on(start: Start, tmp_path: Path) -> None:
    live = start()
    for status in (0, 3):
        ended = trunkline(tmp_path, "run", "--data", str(live.data), "--", sys.executable, "-c", APP, str(status))
        assert (ended.returncode, ended.stdout) == (status, f"{live.account_sid}\n"), ended.stderr
    elsewhere = ("--url", live.api_url, "--account-sid", live.account_sid, "--auth-token", live.auth_token)
    ended = trunkline(tmp_path, "run", "--data", "other", *elsewhere, "--", sys.executable, "-c", APP, "0")
    assert ended.stdout == f"{live.account_sid}\n", ended.stderr
    assert trunkline(tmp_path, "run", "--data", str(live.data), "--", "no-such-command").returncode == 127
    killed = trunkline(tmp_path, "run", "--data", str(live.data), "--", "sh", "-c", "kill -TERM $$")
    assert killed.returncode == 128 + signal.SIGTERM


def test_run_starts_a_server_of_its_own_where_none_runs_and_the_command_may_be_elsewhere(tmp_path: Path) -> None:
    moved = f"import os; os.chdir('/')\n{APP}"
    first = trunkline(tmp_path, "run", "--data", "d", "--", sys.executable, "-c", moved, "0")
    assert first.returncode == 0, first.stderr
    second = trunkline(tmp_path, "run", "--data", "d", "--", sys.executable, "-c", APP, "4")
    assert (second.returncode, second.stdout) == (4, first.stdout), second.stderr
    assert not (tmp_path / "d" / "running.json").exists()


def test_a_server_that_died_is_not_taken_for_one_that_runs(start: Start, tmp_path: Path) -> None:
    live = start()
    live.kill()
    found = json.loads((live.data / "running.json").read_text())
    (live.data / "running.json").write_text(json.dumps({**found, "pid": os.getpid()}))  # as in a container, where numbers come again
    ended = trunkline(tmp_path, "run", "--data", str(live.data), "--", sys.executable, "-c", APP, "0")
    assert (ended.returncode, ended.stdout) == (0, f"{live.account_sid}\n"), ended.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "--url", "http://127.0.0.1:1", "--", "true"], "--url needs --account-sid and --auth-token"),
        (["run", "--url", "ftp://x", "--account-sid", SID, "--auth-token", TOKEN, "--", "true"], "--url is 'ftp://x'"),
        (["run", "--other-hosts", "maybe", "--", "true"], "it must be pass or refuse"),
        (["handset", "+15551230001", "inbox"], "no Trunkline runs on var/trunkline"),
        (["handset", "--url", "http://127.0.0.1:1", "--account-sid", SID, "--auth-token", TOKEN, "+1", "inbox"], "no Trunkline answers"),
        (["credentials"], "there is no account in var/trunkline yet"),
    ],
)  # fmt: skip
def test_what_a_command_lacks_is_said_in_one_line(tmp_path: Path, arguments: list[str], words: str) -> None:
    said = trunkline(tmp_path, *arguments)
    assert said.returncode == 1 and words in said.stderr and said.stderr.count("\n") == 1, said.stderr
