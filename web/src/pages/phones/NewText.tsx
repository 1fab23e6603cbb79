/** A first text from a phone to a number, on a channel of choice. */
import { ActionIcon, NativeSelect, Text, TextInput } from "@mantine/core";
import { IconChevronLeft } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Composer } from "./Composer";
import look from "./NewText.module.css";
import {
  CHANNELS,
  type Channel,
  channelOf,
  type Handset,
  numberOf,
  type OwnNumber,
  type Sender,
  spaced,
} from "./network";
import bar from "./Phone.module.css";

interface Wish {
  handset: Handset;
  numbers: readonly OwnNumber[];
  senders: readonly Sender[];
  echo: OwnNumber | undefined;
  onBack: (() => void) | undefined;
  onSent: () => void;
}

export function NewText({ handset, numbers, senders, echo, onBack, onSent }: Wish) {
  const { t } = useTranslation("phones");
  const [channel, setChannel] = useState<Channel>("sms");
  const [typed, setTyped] = useState<string>();
  const offers =
    channel === "sms"
      ? numbers.map((number) => number.phone_number)
      : senders.filter((sender) => channelOf(sender.sender_id) === channel).map((sender) => numberOf(sender.sender_id));
  const to = typed ?? (channel === "sms" ? (echo?.phone_number ?? "") : (offers[0] ?? ""));
  const bare = to.replace(/[\s()-]/g, "");
  const isEcho =
    channel === "sms" && echo !== undefined && bare === echo.phone_number && echo.sms_url.endsWith("/apps/echo");
  const id = `to-${handset.sid}`;
  return (
    <>
      <div className={bar.peer}>
        {onBack && (
          <ActionIcon variant="subtle" color="gray" aria-label={t("phone.back")} onClick={onBack}>
            <IconChevronLeft size={18} />
          </ActionIcon>
        )}
        <Text span size="sm" fw={600} pl={onBack ? 0 : 12}>
          {t("new_text.title")}
        </Text>
      </div>
      <div className={look.fields}>
        <NativeSelect
          size="xs"
          label={t("new_text.channel")}
          data={CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) }))}
          value={channel}
          onChange={(event) => {
            setChannel(event.currentTarget.value as Channel);
            setTyped(undefined);
          }}
        />
        <TextInput
          size="xs"
          label={t("new_text.to")}
          list={`${id}-offers`}
          value={to}
          onChange={(event) => setTyped(event.currentTarget.value)}
          inputMode={channel === "sms" ? "tel" : "text"}
          autoComplete="off"
        />
        <datalist id={`${id}-offers`}>
          {[...new Set(offers)].map((offer) => (
            <option key={offer} value={offer} />
          ))}
        </datalist>
        {channel !== "sms" && offers.length === 0 && (
          <Text size="xs" c="dimmed">
            {t("new_text.no_sender", { channel: t(`channel.${channel}`) })}
          </Text>
        )}
      </div>
      <div className={look.hint}>
        {isEcho && (
          <Text size="sm" c="dimmed" ta="center">
            {t("new_text.echo", { number: spaced(bare) })}
          </Text>
        )}
      </div>
      <Composer
        handset={handset}
        to={channel === "sms" ? bare : bare && `${channel}:${bare}`}
        suggestion={isEcho ? t("composer.hello") : undefined}
        onSent={onSent}
      />
    </>
  );
}
