/** What each log shows: its list in the API, its columns, its filters. */
import { Anchor } from "@mantine/core";
import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { ErrorCode } from "../../parts/ErrorNote";
import type { FilterField } from "../../parts/FilterBar";
import type { Column } from "../../parts/KeysetTable";
import { Sid } from "../../parts/Sid";
import { Status } from "../../parts/Status";
import { Time } from "../../parts/Time";
import type { Row } from "../../wire/reading";

export interface Log {
  name: string;
  kind: string;
  /** As in `rest()`. */
  path: (account: string) => string;
  columns: (t: TFunction<"logs">) => Column<Row>[];
  filters: (t: TFunction<"logs">) => FilterField[];
  /** Where a row leads; rows without a page of their own open beside the list. */
  to?: (row: Row) => string;
}

const text = (row: Row, name: string) => (typeof row[name] === "string" ? (row[name] as string) : "");
const clip = (whole: string, most = 70): ReactNode => (whole.length > most ? `${whole.slice(0, most)}…` : whole || "–");
const column = (
  name: string,
  title: string,
  show: (row: Row) => ReactNode,
  more: Partial<Column<Row>> = {},
): Column<Row> => ({
  name,
  title,
  show,
  ...more,
});
const days = (t: TFunction<"logs">, from: string, until: string): FilterField[] => [
  { name: from, label: t("from_day"), kind: "day" },
  { name: until, label: t("until_day"), kind: "day" },
];
const STATES =
  "accepted scheduled queued sending sent delivered undelivered failed receiving received canceled read".split(" ");
const DIRECTIONS = ["inbound", "outbound-api", "outbound-reply", "outbound-call"];
const CLASSES = ["2xx", "3xx", "4xx", "5xx"];

export const LOGS: readonly Log[] = [
  {
    name: "messages",
    kind: "Message",
    path: (account) => `2010-04-01/Accounts/${account}/Messages.json`,
    to: (row) => `/timeline/${text(row, "sid")}`,
    columns: (t) => [
      column("date_created", t("when"), (row) => (
        <Anchor component={Link} href={`/timeline/${text(row, "sid")}`} size="sm">
          <Time at={row.date_created} short />
          <span className="sr-only"> {text(row, "sid")}</span>
        </Anchor>
      )),
      column("from", t("from"), (row) => <span className="mono">{text(row, "from") || "–"}</span>, { wide: true }),
      column("to", t("to"), (row) => <span className="mono">{text(row, "to")}</span>),
      column("body", t("body"), (row) => clip(text(row, "body")), { wide: true }),
      column("status", t("status"), (row) => <Status value={row.status} />),
      column("error_code", t("error"), (row) => <ErrorCode code={row.error_code} />, { wide: true }),
    ],
    filters: (t) => [
      { name: "Status", label: t("status"), kind: "choice", choices: STATES, width: 140 },
      { name: "To", label: t("to") },
      { name: "From", label: t("from") },
      { name: "Direction", label: t("direction"), kind: "choice", choices: DIRECTIONS, width: 150 },
      { name: "ErrorCode", label: t("error"), width: 110 },
      ...days(t, "DateSent>", "DateSent<"),
    ],
  },
  {
    name: "requests",
    kind: "ApiRequest",
    path: () => "network/v1/Requests",
    columns: (t) => [
      column("date_created", t("when"), (row) => <Time at={row.date_created} short />),
      column("request", t("request"), (row) => (
        <span className="mono" title={text(row, "path")} style={{ whiteSpace: "nowrap" }}>
          {text(row, "method")} {clip(text(row, "path").replace(/(\/Accounts\/AC)[0-9a-f]{32}/, "$1…"), 56)}
        </span>
      )),
      column("status_code", t("answer"), (row) => <Status value={row.status_code} />),
      column("error_code", t("error"), (row) => <ErrorCode code={row.error_code} />, { wide: true }),
      column("duration", t("took"), (row) => took(Number(row.duration) / 1000), { wide: true, right: true }),
      column("through", t("through"), (row) => text(row, "through"), { wide: true }),
    ],
    filters: (t) => [
      { name: "StatusClass", label: t("answer"), kind: "choice", choices: CLASSES, width: 120 },
      {
        name: "Method",
        label: t("method"),
        kind: "choice",
        choices: ["GET", "POST", "PUT", "PATCH", "DELETE"],
        width: 130,
      },
      { name: "Operation", label: t("operation") },
      { name: "ErrorCode", label: t("error"), width: 110 },
      { name: "ResourceSid", label: t("resource") },
      ...days(t, "DateCreated>", "DateCreated<"),
    ],
  },
  {
    name: "webhooks",
    kind: "WebhookAttempt",
    path: () => "webhooks/v1/Attempts",
    columns: (t) => [
      column("date_created", t("when"), (row) => <Time at={row.date_created} short />),
      column("url", t("address"), (row) => (
        <span className="mono">
          {text(row, "method")} {clip(text(row, "url"), 60)}
        </span>
      )),
      column("http_status", t("answer"), (row) => <Status value={row.http_status ?? row.error_kind} />),
      column("attempt", t("attempt"), (row) => String(row.attempt ?? ""), { wide: true, right: true }),
      column("duration_ms", t("took"), (row) => took(Number(row.duration_ms)), { wide: true, right: true }),
      column(
        "resource_sid",
        t("resource"),
        (row) => <Sid sid={text(row, "resource_sid")} to={`/timeline/${text(row, "resource_sid")}`} />,
        {
          wide: true,
        },
      ),
    ],
    filters: (t) => [
      { name: "ResourceSid", label: t("resource"), width: 220 },
      { name: "Url", label: t("address"), width: 260 },
      { name: "ErrorCode", label: t("error"), width: 110 },
      ...days(t, "DateCreated>", "DateCreated<"),
    ],
  },
  {
    name: "alerts",
    kind: "Alert",
    path: () => "monitor/v1/Alerts",
    columns: (t) => [
      column("date_generated", t("when"), (row) => <Time at={row.date_generated} short />),
      column("log_level", t("level"), (row) => <Status value={row.log_level} />),
      column("error_code", t("error"), (row) => <ErrorCode code={row.error_code} />),
      column("alert_text", t("text"), (row) => clip(text(row, "alert_text")), { wide: true }),
      column(
        "resource_sid",
        t("resource"),
        (row) =>
          text(row, "resource_sid") ? (
            <Sid sid={text(row, "resource_sid")} to={`/timeline/${text(row, "resource_sid")}`} />
          ) : (
            "–"
          ),
        { wide: true },
      ),
    ],
    filters: (t) => [
      {
        name: "LogLevel",
        label: t("level"),
        kind: "choice",
        choices: ["error", "warning", "notice", "debug"],
        width: 140,
      },
      { name: "ErrorCode", label: t("error"), width: 110 },
      { name: "ResourceSid", label: t("resource"), width: 220 },
      ...days(t, "StartDate", "EndDate"),
    ],
  },
  {
    name: "events",
    kind: "Event",
    path: () => "monitor/v1/Events",
    columns: (t) => [
      column("event_date", t("when"), (row) => <Time at={row.event_date} short />),
      column("event_type", t("event"), (row) => text(row, "event_type")),
      column("description", t("text"), (row) => clip(text(row, "description")), { wide: true }),
      column("actor_sid", t("actor"), (row) => (text(row, "actor_sid") ? <Sid sid={text(row, "actor_sid")} /> : "–"), {
        wide: true,
      }),
      column(
        "resource_sid",
        t("resource"),
        (row) => (text(row, "resource_sid") ? <Sid sid={text(row, "resource_sid")} /> : "–"),
        { wide: true },
      ),
    ],
    filters: (t) => [
      { name: "EventType", label: t("event") },
      { name: "ActorSid", label: t("actor"), width: 200 },
      { name: "ResourceSid", label: t("resource"), width: 200 },
      ...days(t, "StartDate", "EndDate"),
    ],
  },
];

function took(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return "–";
  return milliseconds < 1000
    ? `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}
