/** Programs for the first text, by way. Every one of them is whole: it runs as it stands once the credentials are in the environment. */

export interface Facts {
  /** Where this Trunkline answers, e.g. http://127.0.0.1:4010. */
  base: string;
  account: string;
  from: string;
  to: string;
}

export interface Snippet {
  name: string;
  files: (facts: Facts) => { title: string; text: string }[];
}

const environment = ({ account }: Facts) => ({
  title: "sh",
  text: `export TWILIO_ACCOUNT_SID=${account}\nexport TWILIO_AUTH_TOKEN=…`,
});

export const SNIPPETS: readonly Snippet[] = [
  {
    name: "run",
    files: () => [
      {
        title: "sh",
        text: "# from your app's folder, with the environment that it has\ntrunkline run -- python app.py\ntrunkline run -- node app.js\n\n# in CI: nothing needs to be running\ntrunkline run -- npm test",
      },
    ],
  },
  {
    name: "python",
    files: (facts) => [
      environment(facts),
      {
        title: "app.py",
        text: `import os
from urllib.parse import urlsplit

from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

BASE = "${facts.base}"


class ToTrunkline(TwilioHttpClient):
    def request(self, method, url, *rest, **named):
        asked = urlsplit(url)
        if asked.hostname.endswith(".twilio.com"):
            product = asked.hostname.split(".")[0]
            query = f"?{asked.query}" if asked.query else ""
            url = BASE + ("" if product == "api" else f"/{product}") + asked.path + query
        return super().request(method, url, *rest, **named)


client = Client(os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"], http_client=ToTrunkline())
message = client.messages.create(to="${facts.to}", from_="${facts.from}", body="Hello")
print(message.sid, message.status)`,
      },
    ],
  },
  {
    name: "node",
    files: (facts) => [
      environment(facts),
      {
        title: "app.js",
        text: `const twilio = require("twilio");

const BASE = "${facts.base}";

class ToTrunkline extends twilio.RequestClient {
  request(options) {
    const asked = new URL(options.uri);
    if (asked.hostname.endsWith(".twilio.com")) {
      const product = asked.hostname.split(".")[0];
      options = { ...options, uri: BASE + (product === "api" ? "" : "/" + product) + asked.pathname + asked.search };
    }
    return super.request(options);
  }
}

const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN } = process.env;
const client = twilio(TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, { httpClient: new ToTrunkline() });
client.messages
  .create({ to: "${facts.to}", from: "${facts.from}", body: "Hello" })
  .then((message) => console.log(message.sid, message.status));`,
      },
    ],
  },
  {
    name: "curl",
    files: (facts) => [
      environment(facts),
      {
        title: "sh",
        text: `curl -u "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN" \\
  "${facts.base}/2010-04-01/Accounts/$TWILIO_ACCOUNT_SID/Messages.json" \\
  -d To=${facts.to} -d From=${facts.from} -d Body=Hello`,
      },
    ],
  },
];
