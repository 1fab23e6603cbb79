/** Tries one call as the signed-in person: its parameters, the same as curl, the answer as it came. */
import { Alert, Anchor, Button, Group, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Code } from "../../parts/Code";
import { ErrorCode } from "../../parts/ErrorNote";
import { Status } from "../../parts/Status";
import { answer, type Form, rest, WireError } from "../../wire/api";
import { placeholders } from "../../wire/catalogue";
import { plainName } from "../../wire/kinds";
import { useSession } from "../../wire/session";
import { asCurl, type Call, type Parameter } from "./operations";

interface Came {
  status: number;
  body: unknown;
  code: number | undefined;
  took: number;
  request: string | undefined;
}

export function TryIt({ call }: { call: Call }) {
  const { t } = useTranslation("developers");
  const session = useSession();
  const names = placeholders(call.path);
  const [place, setPlace] = useState<Record<string, string>>({ account_sid: session.account.sid });
  const [values, setValues] = useState<Record<string, string>>({});
  const [free, setFree] = useState("");
  const [busy, setBusy] = useState(false);
  const [came, setCame] = useState<Came>();

  const path = call.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(place[name] || `{${name}}`));
  const form = call.free ? pairs(free) : Object.entries(values).filter(([, value]) => value !== "");
  const ready = names.every((name) => place[name]);

  async function send(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    const begun = performance.now();
    const took = () => Math.round(performance.now() - begun);
    const sent = gather(form);
    const reads = call.method === "GET" || call.method === "DELETE";
    try {
      const got = await answer<unknown>(call.method, rest(path), reads ? { query: sent } : { form: sent });
      setCame({
        status: got.status,
        body: got.body,
        code: undefined,
        took: took(),
        request: got.headers.get("x-request-sid") ?? undefined,
      });
    } catch (fault) {
      if (!(fault instanceof WireError)) throw fault;
      setCame({ status: fault.status, body: fault.body, code: fault.code, took: took(), request: fault.requestSid });
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void send(event)}>
      <Stack gap="sm">
        {names.map((name) => (
          <TextInput
            key={name}
            label={plainName(name)}
            value={place[name] ?? ""}
            onChange={(event) => setPlace({ ...place, [name]: event.currentTarget.value.trim() })}
            required
          />
        ))}
        {call.free ? (
          <Textarea
            label={t("try.parameters")}
            description={t("try.parameters_hint")}
            value={free}
            onChange={(event) => setFree(event.currentTarget.value)}
            autosize
            minRows={2}
            placeholder="Name=value"
          />
        ) : (
          call.parameters.map((parameter) => (
            <One
              key={parameter.name}
              parameter={parameter}
              value={values[parameter.name] ?? ""}
              change={(value) => setValues({ ...values, [parameter.name]: value })}
            />
          ))
        )}
        <Code title="curl" text={asCurl(window.location.origin, call.method, path, form)} />
        {call.method !== "GET" && (
          <Text size="xs" c="dimmed">
            {t("try.real")}
          </Text>
        )}
        <Group>
          <Button type="submit" loading={busy} disabled={!ready} color={call.method === "DELETE" ? "red" : undefined}>
            {t("try.send")}
          </Button>
        </Group>
        {came && <Answer came={came} />}
      </Stack>
    </form>
  );
}

function Answer({ came }: { came: Came }) {
  const { t } = useTranslation("developers");
  return (
    <Stack gap="xs" role="status">
      <Group gap="md">
        <Status value={came.status || t("try.nothing")} />
        <Text size="sm" c="dimmed">
          {came.took} ms
        </Text>
        {came.code !== undefined && came.code >= 1000 && <ErrorCode code={came.code} />}
        {came.request && (
          <Anchor component={Link} size="sm" href={`/timeline/${came.request}`}>
            {t("try.timeline")}
          </Anchor>
        )}
      </Group>
      {came.body === undefined ? (
        <Alert color="gray">{t("try.empty")}</Alert>
      ) : (
        <Code title="JSON" text={typeof came.body === "string" ? came.body : JSON.stringify(came.body, null, 2)} />
      )}
    </Stack>
  );
}

function One({ parameter, value, change }: { parameter: Parameter; value: string; change: (value: string) => void }) {
  const { t } = useTranslation("parts");
  const about = [parameter.type, parameter.longest ? `≤ ${parameter.longest}` : "", parameter.doc]
    .filter(Boolean)
    .join(" · ");
  const shared = { label: parameter.name, description: about, required: parameter.required };
  if (parameter.choices.length) {
    return (
      <Select
        {...shared}
        data={parameter.choices}
        value={value || null}
        onChange={(chosen) => change(chosen ?? "")}
        clearable
        clearButtonProps={{ "aria-label": t("filter.clear_one", { name: parameter.name }) }}
      />
    );
  }
  return <TextInput {...shared} value={value} onChange={(event) => change(event.currentTarget.value)} />;
}

/** Lines of Name=value. */
function pairs(text: string): [string, string][] {
  return text
    .split("\n")
    .filter((line) => line.includes("="))
    .map((line) => [line.slice(0, line.indexOf("=")).trim(), line.slice(line.indexOf("=") + 1)]);
}

function gather(form: readonly (readonly [string, string])[]): Form {
  const out: Record<string, string | string[]> = {};
  for (const [name, value] of form) {
    const before = out[name];
    out[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return out;
}
