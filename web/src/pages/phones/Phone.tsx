/** One virtual handset: status bar, conversations or one of them, composer, and beneath it the conditions of its line. */
import { ActionIcon, Badge, Text, UnstyledButton } from "@mantine/core";
import { IconChevronLeft, IconPencilPlus } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../../parts/ErrorNote";
import { useList, useWrite } from "../../wire/reading";
import { Composer } from "./Composer";
import { conversationsOf, lastOf, shortTime } from "./conversation";
import { Line, signalOf } from "./Line";
import {
  channelOf,
  type Fault,
  type Handset,
  type Held,
  handsetPath,
  type Message,
  type OwnNumber,
  type Sender,
  spaced,
  textsPath,
} from "./network";
import look from "./Phone.module.css";
import { Signal } from "./Signal";
import { Thread } from "./Thread";

const NewText = lazy(async () => ({ default: (await import("./NewText")).NewText }));

interface Wish {
  handset: Handset;
  messages: readonly Message[];
  numbers: readonly OwnNumber[];
  senders: readonly Sender[];
  faults: readonly Fault[];
  now: Date;
  onHide: () => void;
}

const PhoneMenu = lazy(() => import("./PhoneMenu"));
const LIST = "";
const NEW = "new";

export function Phone({ handset, messages, numbers, senders, faults, now, onHide }: Wish) {
  const { t, i18n } = useTranslation("phones");
  const [size, setSize] = useState(100);
  const texts = useList<Held>("HandsetMessage", textsPath(handset), { size });
  const held = texts.data?.rows ?? [];
  const conversations = conversationsOf(handset, held, messages);
  // Undecided until somebody turns a page: then the newest conversation is open, as on a phone that was just put down.
  const [open, setOpen] = useState<string>();
  const [touched, setTouched] = useState(false);
  const peer = open ?? conversations[0]?.peer ?? (texts.isPending ? LIST : NEW);
  const conversation = conversations.find((one) => one.peer === peer);
  const name = handset.friendly_name || spaced(handset.phone_number);
  useMarks(
    handset,
    touched ? conversation?.bubbles.map((bubble) => bubble.held).filter((text) => text !== undefined) : undefined,
  );
  const signal = signalOf(handset, faults);
  const echo = numbers.find((number) => number.sms_url.endsWith("/apps/echo")) ?? numbers[0];

  return (
    <section
      className={look.phone}
      aria-label={t("phone.label", { name, number: handset.phone_number })}
      onFocus={() => setTouched(true)}
      onPointerEnter={() => setTouched(true)}
      data-phone={handset.phone_number}
    >
      <div className={look.device}>
        <header className={look.bar}>
          <div className={look.status}>
            <span>
              {new Intl.DateTimeFormat(i18n.language, { hour: "2-digit", minute: "2-digit", hour12: false }).format(
                now,
              )}
            </span>
            <span className={look.carrier}>{handset.carrier}</span>
            <Signal state={signal} />
          </div>
          <div className={look.owner}>
            <div className={look.who}>
              <h2 className={look.name}>{name}</h2>
              <span className={look.number}>
                {spaced(handset.phone_number)}
                {handset.iso_country ? ` · ${handset.iso_country}` : ""}
              </span>
            </div>
            {handset.unread > 0 && (
              <Badge size="sm" circle={handset.unread < 10} aria-label={t("phone.unread", { count: handset.unread })}>
                {handset.unread > 99 ? "99+" : handset.unread}
              </Badge>
            )}
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t("phone.new_text")}
              onClick={() => setOpen(NEW)}
            >
              <IconPencilPlus size={19} stroke={1.6} />
            </ActionIcon>
            <Suspense fallback={null}>
              <PhoneMenu handset={handset} name={name} onHide={onHide} />
            </Suspense>
          </div>
        </header>
        <ErrorNote fault={texts.error} again={() => void texts.refetch()} />
        {peer === NEW ? (
          <Suspense fallback={null}>
            <NewText
              handset={handset}
              numbers={numbers}
              senders={senders}
              echo={echo}
              onBack={conversations.length ? () => setOpen(LIST) : undefined}
              onSent={() => setOpen(undefined)}
            />
          </Suspense>
        ) : peer === LIST ? (
          <ul className={look.list}>
            {conversations.map((one) => {
              const last = lastOf(one);
              return (
                <li key={one.peer}>
                  <UnstyledButton className={look.entry} onClick={() => setOpen(one.peer)}>
                    <span className={look.entry_head}>
                      <Text span size="sm" fw={600}>
                        {spaced(one.peer)}
                      </Text>
                      <span>{shortTime(last.at, now, i18n.language)}</span>
                    </span>
                    <span className={look.entry_text}>
                      <ChannelMark address={one.peer} />
                      {last.body || (last.media.length ? t("bubble.picture") : "")}
                    </span>
                  </UnstyledButton>
                </li>
              );
            })}
          </ul>
        ) : (
          <>
            <div className={look.peer}>
              <ActionIcon variant="subtle" color="gray" aria-label={t("phone.back")} onClick={() => setOpen(LIST)}>
                <IconChevronLeft size={18} />
              </ActionIcon>
              <Text span size="sm" fw={600} truncate>
                {spaced(peer)}
              </Text>
              <ChannelMark address={peer} />
            </div>
            <Thread
              handset={handset}
              peer={peer}
              bubbles={conversation?.bubbles ?? []}
              now={now}
              more={held.length >= size && size < 1000 ? () => setSize(Math.min(size * 3, 1000)) : undefined}
            />
            <Composer
              handset={handset}
              to={peer}
              suggestion={conversation && conversation.bubbles.length <= 2 ? t("composer.hello") : undefined}
            />
          </>
        )}
      </div>
      <Line handset={handset} faults={faults} />
    </section>
  );
}

export function ChannelMark({ address }: { address: string }) {
  const { t } = useTranslation("phones");
  const channel = channelOf(address);
  return (
    <Badge size="xs" variant="outline" color="gray" tt="none" fw={600} className={look.channel}>
      {t(`channel.${channel}`)}
    </Badge>
  );
}

/** What its owner looks at is read: the count of the phone goes back to 0, and the apps of channels tell the sender. */
function useMarks(handset: Handset, seen: readonly Held[] | undefined) {
  const { mutate } = useWrite("HandsetMessage", "Handset");
  const unread = seen?.filter((text) => text.state === "received" && !text.read && text.from.includes(":")) ?? [];
  const sids = unread.map((text) => text.sid).join(",");
  const looked = seen !== undefined;
  useEffect(() => {
    if (!looked) return;
    if (handset.unread > 0) mutate({ path: handsetPath(handset), form: { Unread: 0 } });
    for (const sid of sids ? sids.split(",") : [])
      mutate({ path: `${textsPath(handset)}/${sid}`, form: { Read: true } });
  }, [looked, sids, handset, mutate]);
}
