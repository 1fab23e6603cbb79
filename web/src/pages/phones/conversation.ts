/** What a phone shows: its texts by peer, among them what was sent to it and did not arrive (yet). */
import { byAge, type Handset, type Held, type Message, numberOf } from "./network";

export interface Bubble {
  key: string;
  sid: string;
  /** The platform's message, whose timeline tells all; "" where there is none (the network's own answer). */
  messageSid: string;
  mine: boolean;
  body: string;
  media: string[];
  at: string;
  status: string;
  errorCode: number | null;
  /** Not on the phone: on its way to it, or lost. */
  absent: boolean;
  held?: Held;
}

export interface Conversation {
  peer: string;
  bubbles: Bubble[];
}

const MOVING = new Set(["accepted", "queued", "sending", "sent"]);
const LOST = new Set(["failed", "undelivered"]);

/** Newest conversation first; the bubbles of each oldest first. */
export function conversationsOf(handset: Handset, held: readonly Held[], messages: readonly Message[]): Conversation[] {
  const known = new Map(messages.map((message) => [message.sid, message]));
  const arrived = new Set(held.filter((text) => text.state === "received").map((text) => text.message_sid));
  const peers = new Map<string, Bubble[]>();
  const put = (peer: string, bubble: Bubble) => {
    const bubbles = peers.get(peer);
    if (bubbles) bubbles.push(bubble);
    else peers.set(peer, [bubble]);
  };
  for (const text of held) {
    const message = known.get(text.message_sid);
    const mine = text.state === "sent";
    put(mine ? text.to : text.from, {
      key: text.sid,
      sid: text.sid,
      messageSid: text.message_sid,
      mine,
      body: text.body,
      media: text.media,
      at: text.date_created,
      status: message?.status ?? (mine ? "received" : "delivered"),
      errorCode: message?.error_code ?? null,
      absent: false,
      held: text,
    });
  }
  // Only as far back as the phone's own texts are known: what is older than the oldest of them would stand there alone.
  const oldest =
    held.length >= 100
      ? held.reduce((least, text) => (text.sid.slice(2) < least ? text.sid.slice(2) : least), "g")
      : "";
  for (const message of messages) {
    if (!message.direction.startsWith("outbound") || arrived.has(message.sid)) continue;
    if (numberOf(message.to) !== handset.phone_number || message.sid.slice(2) < oldest) continue;
    if (!MOVING.has(message.status) && !LOST.has(message.status)) continue;
    put(message.from ?? "?", {
      key: message.sid,
      sid: message.sid,
      messageSid: message.sid,
      mine: false,
      body: message.body,
      media: [],
      at: message.date_created,
      status: message.status,
      errorCode: message.error_code,
      absent: true,
    });
  }
  const found = [...peers].map(([peer, bubbles]) => ({ peer, bubbles: bubbles.sort(byAge) }));
  return found.sort((a, b) => -byAge(last(a), last(b)));
}

const last = (conversation: Conversation) => conversation.bubbles[conversation.bubbles.length - 1] as Bubble;
export const lastOf = last;

/** The time of day, or the day too where it is not today's; in the viewer's zone. */
export function shortTime(at: string, now: Date, language: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return "";
  const same = date.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(language, {
    ...(same ? {} : { month: "short", day: "numeric" }),
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  }).format(date);
}

/** The SID of one of our own files in its address; undefined for files that lie elsewhere. */
export function fileOf(url: string): string | undefined {
  return /\/Media\/(ME[0-9a-f]{32})(?:$|\?)/.exec(url)?.[1];
}
