/** The simulated network as the page reads it: phones, what they hold, faults, clock. All by the API under /network/v1. */
import { useEffect, useMemo, useState } from "react";
import { type Row, useList, useRow } from "../../wire/reading";
import { useSession } from "../../wire/session";

export const BEHAVIOURS = [
  "reachable",
  "slow",
  "no_coverage",
  "full_inbox",
  "blocked",
  "filtered",
  "unassigned",
] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];
export const CHANNELS = ["sms", "whatsapp", "rcs", "messenger", "viber"] as const;
export type Channel = (typeof CHANNELS)[number];

export interface Handset {
  sid: string;
  phone_number: string;
  friendly_name: string;
  iso_country: string | null;
  carrier: string;
  line_type: "mobile" | "landline" | "voip" | "toll_free";
  behaviour: Behaviour;
  delay: number;
  unread: number;
  typing_from?: string | null;
  typing_until?: string | null;
  date_created: string;
}

export interface Button {
  kind: string;
  title: string;
  payload?: string;
  url?: string;
}

/** A text as a phone holds it. */
export interface Held {
  sid: string;
  handset_sid: string;
  message_sid: string;
  state: "received" | "sent";
  from: string;
  to: string;
  body: string;
  media: string[];
  possible_duplicate: boolean;
  read: boolean;
  buttons?: Button[];
  date_created: string;
}

/** A message of the platform. */
export interface Message {
  sid: string;
  from: string | null;
  to: string;
  body: string;
  status: string;
  direction: string;
  error_code: number | null;
  num_media: string;
  date_created: string;
}

export interface Fault extends Row {
  sid: string;
  kind: string;
  destination: string;
  probability: number;
  seed: number;
  milliseconds: number;
  up_to: number;
  distribution: string;
  sigma: number;
  error_code: number;
  outcome: string;
  delay: string;
}

export interface Clock {
  mode: "real" | "running" | "stopped";
  now: string;
  /** Seconds ahead of the machine. */
  offset: number;
}

export interface OwnNumber {
  sid: string;
  phone_number: string;
  friendly_name: string;
  sms_url: string;
}

export interface Sender {
  sid: string;
  sender_id: string;
  status: string;
}

export const HANDSETS = "network/v1/Handsets";
export const handsetPath = (handset: Handset) => `${HANDSETS}/${handset.sid}`;
export const textsPath = (handset: Handset) => `${handsetPath(handset)}/Messages`;

/** Every phone of the account, the oldest first. */
export function useHandsets() {
  const list = useList<Handset>("Handset", HANDSETS, { size: 200 });
  const rows = useMemo(
    () => [...(list.data?.rows ?? [])].sort((a, b) => (a.sid.slice(2) < b.sid.slice(2) ? -1 : 1)),
    [list.data],
  );
  return { ...list, rows };
}

/** The numbers of the account that can be texted. */
export function useOwnNumbers(): OwnNumber[] {
  const { account } = useSession();
  const list = useList<OwnNumber>(
    "IncomingPhoneNumber",
    `2010-04-01/Accounts/${account.sid}/IncomingPhoneNumbers.json`,
    { size: 100 },
  );
  return useMemo(
    () => [...(list.data?.rows ?? [])].sort((a, b) => (a.phone_number < b.phone_number ? -1 : 1)),
    [list.data],
  );
}

/** Senders of the channels (whatsapp:+1555…, messenger:…). */
export function useSenders(): Sender[] {
  const list = useList<Sender>("ChannelAccount", "messaging/v2/Channels/Senders", { size: 100 });
  return list.data?.rows ?? [];
}

/** The newest messages of the account: what became of what the phones sent and what was sent to them. */
export function useMessages(): Message[] {
  const { account } = useSession();
  const list = useList<Message>("Message", `2010-04-01/Accounts/${account.sid}/Messages.json`, { size: 300 });
  return list.data?.rows ?? NONE;
}
const NONE: Message[] = [];

/** The platform's clock. A step of it is an event of the network, which the stream tells. */
export function useClock() {
  return useRow<Clock>("NetworkEvent", "network/v1/Clock");
}

/** What the platform's clock shows, ticking while it runs. */
export function usePlatformNow(clock: Clock | undefined): Date | undefined {
  const [, tick] = useState(0);
  const running = clock !== undefined && clock.mode !== "stopped";
  useEffect(() => {
    if (!running) return;
    const timer = window.setInterval(() => tick((n) => n + 1), 1000);
    return () => window.clearInterval(timer);
  }, [running]);
  if (!clock) return undefined;
  return clock.mode === "stopped" ? new Date(clock.now) : new Date(Date.now() + clock.offset * 1000);
}

export function channelOf(address: string): Channel {
  const at = address.indexOf(":");
  const word = at > 0 ? address.slice(0, at) : "sms";
  return (CHANNELS as readonly string[]).includes(word) ? (word as Channel) : "sms";
}

/** The address without its channel; Messenger's and Viber's identifiers of virtual phones are numbers without a plus. */
export function numberOf(address: string): string {
  const at = address.indexOf(":");
  if (at < 0) return address;
  const rest = address.slice(at + 1);
  return /^\d+$/.test(rest) ? `+${rest}` : rest;
}

/** +15557770001 as people read it: +1 555 777 0001. Other countries' numbers keep their country code apart only. */
export function spaced(address: string): string {
  const number = numberOf(address);
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  if (american) return `+1 ${american[1]} ${american[2]} ${american[3]}`;
  const japanese = /^\+81(\d{1,2})(\d{4})(\d{4})$/.exec(number);
  if (japanese) return `+81 ${japanese[1]} ${japanese[2]} ${japanese[3]}`;
  return number;
}

/** SIDs begin with their moment, so that rows of different kinds sort among each other by what follows the prefix. */
export const byAge = (a: { sid: string }, b: { sid: string }) => (a.sid.slice(2) < b.sid.slice(2) ? -1 : 1);

export const nameOf = (phone: Handset) => phone.friendly_name || spaced(phone.phone_number);
