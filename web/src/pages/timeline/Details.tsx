/** What a step knows, each kind in its own way: code for requests, rule and remedy for decisions, the exchange for callbacks, lines for TwiML. */
import { Stack, Tabs, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Code } from "../../parts/Code";
import { ErrorCode } from "../../parts/ErrorNote";
import { KeyValue } from "../../parts/KeyValue";
import { Sid } from "../../parts/Sid";
import { Status } from "../../parts/Status";
import type { Step } from "./step";

export function Details({ step }: { step: Step }) {
  if (step.kind === "request") return <RequestDetails step={step} />;
  if (step.kind === "callback") return <CallbackDetails step={step} />;
  if (step.kind === "twiml") return <MarkupDetails step={step} />;
  return <Rows details={step.details} />;
}

const LANGUAGES = [
  ["curl", "curl"],
  ["python", "Python"],
  ["node", "Node"],
] as const;

function RequestDetails({ step }: { step: Step }) {
  const { t } = useTranslation("timeline");
  const { snippets, parameters, withheld, ...rest } = step.details;
  const code = (snippets ?? {}) as Record<string, string>;
  const offered = LANGUAGES.filter(([name]) => code[name]);
  return (
    <Stack gap="md">
      <Block title={t("parameters")}>
        <Parameters values={parameters} />
        {Array.isArray(withheld) && withheld.length > 0 && (
          <Text size="xs" c="dimmed" mt={4}>
            {t("withheld", { names: withheld.join(", ") })}
          </Text>
        )}
      </Block>
      {offered.length > 0 && (
        <Tabs defaultValue={offered[0]?.[0] ?? "curl"} variant="outline" keepMounted={false}>
          <Tabs.List aria-label={t("again_as")}>
            {offered.map(([name, title]) => (
              <Tabs.Tab key={name} value={name}>
                {title}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {offered.map(([name, title]) => (
            <Tabs.Panel key={name} value={name} pt="xs">
              <Code text={code[name] ?? ""} title={title} />
            </Tabs.Panel>
          ))}
        </Tabs>
      )}
      <Rows details={rest} />
    </Stack>
  );
}

function CallbackDetails({ step }: { step: Step }) {
  const { t } = useTranslation("timeline");
  const { parameters, request_headers, response_headers, response_body, signed_text, ...rest } = step.details;
  return (
    <Stack gap="md">
      <Rows details={rest} />
      <Block title={t("parameters")}>
        <Parameters values={parameters} />
      </Block>
      {typeof signed_text === "string" && (
        <Block title={t("signed")}>
          <Code text={signed_text} title={t("signed_hint")} />
        </Block>
      )}
      {typeof response_body === "string" && response_body && (
        <Block title={t("response")}>
          <Code text={response_body} />
        </Block>
      )}
      <Block title={t("headers_out")}>
        <Parameters values={request_headers} />
      </Block>
      <Block title={t("headers_back")}>
        <Parameters values={response_headers} />
      </Block>
    </Stack>
  );
}

function MarkupDetails({ step }: { step: Step }) {
  const { document, lines: _, line, error_message, content_type } = step.details;
  return (
    <Stack gap="xs">
      {typeof error_message === "string" && (
        <Text size="sm" className="wrap">
          {error_message}
        </Text>
      )}
      <Code
        text={typeof document === "string" ? document : ""}
        title={typeof content_type === "string" ? content_type : ""}
        numbered
        marks={typeof line === "number" ? [line] : []}
      />
    </Stack>
  );
}

function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <Text size="xs" fw={600} c="dimmed" mb={4}>
        {title}
      </Text>
      {children}
    </div>
  );
}

/** Names and values of a form or of headers; a name may stand more than once. */
function Parameters({ values }: { values: unknown }) {
  const { t } = useTranslation("timeline");
  const pairs: [string, unknown][] = Array.isArray(values)
    ? values.map((pair) => (Array.isArray(pair) ? [String(pair[0]), pair[1]] : ["", pair]))
    : values && typeof values === "object"
      ? Object.entries(values)
      : [];
  if (pairs.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t("none")}
      </Text>
    );
  return (
    <KeyValue
      rows={pairs.map(([name, value]) => [<span key={name}>{name}</span>, <Value key={name} value={value} />])}
    />
  );
}

/** Details without a shape of their own. Known names have words; others stand as they are. */
function Rows({ details }: { details: Record<string, unknown> }) {
  const { t, i18n } = useTranslation("timeline");
  const rows = Object.entries(details);
  if (rows.length === 0) return null;
  return (
    <KeyValue
      rows={rows.map(([name, value]) => [
        i18n.exists(`timeline:name.${name}`) ? t(`name.${name}`) : name.replaceAll("_", " "),
        <Value key={name} name={name} value={value} />,
      ])}
    />
  );
}

const SID = /^[A-Z]{2}[0-9a-f]{32}$/;

function Value({ name = "", value }: { name?: string; value: unknown }) {
  const { t } = useTranslation("timeline");
  if (value === null || value === undefined) return <span>{t("not_kept")}</span>;
  if (typeof value === "boolean") return <span>{t(value ? "parts:yes" : "parts:no")}</span>;
  if (name === "error_code" || name === "code" || name === "alert_code") return <ErrorCode code={value} />;
  if (name === "verdict" || name === "status") return <Status value={value} />;
  if (name === "rule_pack" && typeof value === "string")
    return (
      <span className="mono" title={value}>
        {value.slice(0, 12)}
      </span>
    );
  if (name === "duration_us") return <span>{(Number(value) / 1000).toFixed(1)} ms</span>;
  if (name === "duration_ms") return <span>{String(value)} ms</span>;
  if (typeof value === "string" && SID.test(value))
    return <Sid sid={value} {...(LEADING.has(value.slice(0, 2)) ? { to: `/timeline/${value}` } : {})} />;
  if (Array.isArray(value) && value.every((one) => typeof one !== "object" || one === null))
    return <span className="wrap">{value.map((one) => String(one ?? t("not_kept"))).join(", ")}</span>;
  if (typeof value === "object") return <Code text={JSON.stringify(value, null, 2)} tall={260} />;
  return <span className="wrap">{String(value)}</span>;
}

const LEADING = new Set(["SM", "MM", "CA", "WB", "MG", "PN"]);
