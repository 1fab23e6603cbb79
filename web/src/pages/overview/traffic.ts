/** What the API tells of traffic, and what the page makes of it. */
export interface Traffic {
  start: string;
  step: "day" | "hour";
  seen: number;
  whole: boolean;
  traffic: {
    start: string;
    direction: "inbound" | "outbound";
    status: string;
    error_code: number | null;
    count: number;
  }[];
  opt_outs: { start: string; count: number }[];
}

export interface Part {
  start: string;
  delivered: number;
  failed: number;
  waiting: number;
  inbound: number;
  stops: number;
  [name: string]: string | number;
}

const DELIVERED = new Set(["delivered", "read", "sent"]);
const FAILED = new Set(["failed", "undelivered"]);

/** What became of a message: one of the names of `Part`. */
function fate(direction: string, status: string): "delivered" | "failed" | "waiting" | "inbound" {
  if (direction === "inbound") return "inbound";
  if (DELIVERED.has(status)) return "delivered";
  return FAILED.has(status) ? "failed" : "waiting";
}

/** One entry for each day or hour of the span, those without traffic included. */
export function byPart(traffic: Traffic, days: number): Part[] {
  const hour = traffic.step === "hour";
  const width = hour ? 3_600_000 : 86_400_000;
  const first = Date.parse(traffic.start);
  const parts = new Map<number, Part>();
  for (let n = 0; n < days * (hour ? 24 : 1); n += 1) {
    const start = first + n * width;
    parts.set(start, {
      start: new Date(start).toISOString(),
      delivered: 0,
      failed: 0,
      waiting: 0,
      inbound: 0,
      stops: 0,
    });
  }
  for (const { start, direction, status, count } of traffic.traffic) {
    const part = parts.get(Date.parse(start));
    if (part) part[fate(direction, status)] += count;
  }
  for (const { start, count } of traffic.opt_outs) {
    const part = parts.get(Date.parse(start));
    if (part) part.stops += count;
  }
  return [...parts.values()];
}

export function rates(traffic: Traffic) {
  const count = { delivered: 0, failed: 0, waiting: 0, inbound: 0 };
  for (const row of traffic.traffic) count[fate(row.direction, row.status)] += row.count;
  return {
    sent: count.delivered + count.failed + count.waiting,
    received: count.inbound,
    delivered: count.delivered,
    failed: count.failed,
    finished: count.delivered + count.failed,
    stops: traffic.opt_outs.reduce((sum, row) => sum + row.count, 0),
  };
}

/** Error codes with how often each came, the most frequent first. */
export function byCode(traffic: Traffic): [code: number, count: number][] {
  const counts = new Map<number, number>();
  for (const { error_code, count } of traffic.traffic) {
    if (error_code) counts.set(error_code, (counts.get(error_code) ?? 0) + count);
  }
  return [...counts].sort((one, other) => other[1] - one[1]);
}
