"""A webhook app: it checks each request's signature with the library's RequestValidator and answers with MessagingResponse."""

import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

from expectations import HANDSET, OTHER_NUMBER, TOKEN, text_from, texts_on, until
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from twilio.twiml.messaging_response import MessagingResponse

seen: list[tuple[str, dict[str, str], bool]] = []


class App(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        parameters = dict(parse_qsl(form, keep_blank_values=True))
        url = f"http://{self.headers['Host']}{self.path}"
        genuine = RequestValidator(TOKEN).validate(url, parameters, self.headers["X-Twilio-Signature"])
        seen.append((self.path, parameters, genuine))
        reply = MessagingResponse()
        if self.path.startswith("/sms"):
            reply.message(f"You said {parameters['Body']}", status_callback=f"http://{self.headers['Host']}/status")
        body = str(reply).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        url = f"http://{self.headers['Host']}{self.path}"
        seen.append((self.path, {}, RequestValidator(TOKEN).validate(url, {}, self.headers["X-Twilio-Signature"])))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


app = ThreadingHTTPServer(("127.0.0.1", 0), App)
threading.Thread(target=app.serve_forever, daemon=True).start()
base = f"http://127.0.0.1:{app.server_port}"

client = Client()
(number,) = client.incoming_phone_numbers.list(phone_number=OTHER_NUMBER)
former = number.sms_url
number.update(sms_url=f"{base}/sms?shop=7&name=J%C3%BCrgen", sms_method="POST")

text_from(HANDSET, OTHER_NUMBER, "two loaves + ümlaut & 🍞")
reply = until(lambda: next((t for t in texts_on(HANDSET) if t["body"] == "You said two loaves + ümlaut & 🍞"), None))
assert reply["from"] == OTHER_NUMBER
path, parameters, genuine = seen[0]
assert genuine, "the library's RequestValidator did not take the signature"
assert path == "/sms?shop=7&name=J%C3%BCrgen"
assert (parameters["From"], parameters["To"], parameters["Body"]) == (HANDSET, OTHER_NUMBER, "two loaves + ümlaut & 🍞")
assert parameters["AccountSid"] == client.username and parameters["NumMedia"] == "0" and parameters["ApiVersion"] == "2010-04-01"
inbound = client.messages(parameters["MessageSid"]).fetch()
assert (inbound.direction, inbound.status, inbound.body) == ("inbound", "received", "two loaves + ümlaut & 🍞")

# The reply is a message of its own, whose status callbacks are signed, too
until(lambda: any(p.get("MessageStatus") == "delivered" for _, p, _ in seen))
states = [p["MessageStatus"] for path, p, _ in seen if path == "/status"]
assert states == ["sent", "delivered"], states
assert all(genuine for _, _, genuine in seen), seen
(answered,) = [m for m in client.messages.list(to=HANDSET, from_=OTHER_NUMBER) if m.body.startswith("You said two loaves")]
assert answered.direction == "outbound-reply"

# From the command line, to a webhook by GET
number.update(sms_url=f"{base}/get", sms_method="GET")
begun = len(seen)
command = [sys.executable, "-m", "trunkline.runtime.cli", "handset", "--data", sys.argv[1], HANDSET, "send", "hi", "--to", OTHER_NUMBER]
told = subprocess.run(command, capture_output=True, text=True, timeout=60)
assert told.returncode == 0 and HANDSET in told.stdout, told
path, _, genuine = until(lambda: seen[begun:] and seen[begun])
assert genuine and path.startswith("/get?") and "Body=hi" in path, path
number.update(sms_url=former, sms_method="POST")
