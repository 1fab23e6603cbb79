/** A timeline as the console's server tells it. */
export type Sort =
  | "request"
  | "decision"
  | "sender"
  | "route"
  | "hop"
  | "pdu"
  | "state"
  | "callback"
  | "inbound"
  | "twiml"
  | "media"
  | "charge"
  | "alert";

export interface Step {
  at: string;
  kind: Sort;
  title: string;
  summary: string;
  state?: string;
  details: Record<string, unknown>;
  links: { title: string; path: string }[];
  replay?: { method: "POST"; path: string };
}

export interface Timeline {
  sid: string;
  kind: string;
  steps: Step[];
}

/** Kinds whose changes may add a step. */
export const MOVERS = [
  "Message",
  "Call",
  "WebhookAttempt",
  "Alert",
  "ApiRequest",
  "DecisionRecord",
  "SenderChoice",
  "Media",
  "Entry",
  "HandsetMessage",
  "Submission",
  "Hop",
] as const;

/** Microseconds since 1970, from ISO 8601 with six digits of a fraction. */
export function micros(at: string): number {
  const fraction = /\.(\d{1,6})/.exec(at)?.[1] ?? "";
  const whole = Math.floor(new Date(at).getTime() / 1000) * 1_000_000;
  return whole + Number(fraction.padEnd(6, "0"));
}

/** Time since the first step, as short as it can be said: +0 ms, +1.4 ms, +38 ms, +2.41 s, +3 min 5 s, +2 d 3 h. */
export function sinceOf(first: string, at: string): string {
  const past = Math.max(0, micros(at) - micros(first));
  if (past < 10_000) return `${(past / 1000).toFixed(past === 0 ? 0 : 1)} ms`;
  if (past < 1_000_000) return `${Math.round(past / 1000)} ms`;
  const seconds = past / 1_000_000;
  if (seconds < 60) return `${seconds.toFixed(2)} s`;
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [Math.floor(seconds) % 60, "s"],
  ];
  const begin = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(begin, begin + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}

const BAD_STATES = new Set(["failed", "undelivered", "refuse", "fail", "busy", "no-answer", "rejected"]);
const GOOD_STATES = new Set(["delivered", "read", "received", "completed", "allow"]);

/** How a step shows: bad, good, doubtful or plain. */
export function toneOf(step: Step): "bad" | "good" | "doubt" | "plain" {
  const status = Number(step.details.http_status ?? step.details.status_code ?? 0);
  if (step.kind === "alert" || step.details.error_code) return step.details.log_level === "warning" ? "doubt" : "bad";
  if (step.kind === "callback" && !(status >= 200 && status < 400)) return "bad";
  if (step.state && BAD_STATES.has(step.state) && step.kind !== "callback") return "bad";
  if (step.state && GOOD_STATES.has(step.state) && step.kind !== "callback") return "good";
  if (step.state === "repair" || step.state === "defer") return "doubt";
  return "plain";
}
