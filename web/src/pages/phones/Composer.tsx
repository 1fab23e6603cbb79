/** Where a phone's owner writes: text, picture by address or file, and the words that every phone knows. */
import { ActionIcon, Textarea, UnstyledButton } from "@mantine/core";
import { IconArrowUp, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../../parts/ErrorNote";
import { useWrite } from "../../wire/reading";
import look from "./Composer.module.css";
import { channelOf, type Handset, textsPath } from "./network";

const Attach = lazy(() => import("./Attach"));
const WORDS = ["STOP", "START", "HELP"] as const;

/** Sends from a phone; the form's further parameters are what an app sends besides (ButtonText …). */
export function useSend(handset: Handset) {
  const write = useWrite("HandsetMessage", "Message");
  const send = (
    to: string,
    form: { Body?: string; MediaUrl?: string[]; [name: string]: string | string[] | undefined },
  ) => {
    const channel = channelOf(to);
    return write.mutateAsync({
      path: textsPath(handset),
      form: { To: to, ...form, ...(channel === "sms" ? {} : { Channel: channel }) },
    });
  };
  return { ...write, send };
}

interface Wish {
  handset: Handset;
  to: string;
  /** Words offered to who has written nothing yet. */
  suggestion?: string | undefined;
  onSent?: () => void;
}

export function Composer({ handset, to, suggestion, onSent }: Wish) {
  const { t } = useTranslation("phones");
  const [text, setText] = useState("");
  const [picture, setPicture] = useState("");
  const [fault, setFault] = useState<unknown>();
  const { send, isPending, error, reset } = useSend(handset);
  const ready = Boolean(to.trim()) && Boolean(text.trim() || picture);

  async function go(body: string) {
    setFault(undefined);
    try {
      await send(to, { Body: body, MediaUrl: picture ? [picture] : [] });
      setText("");
      setPicture("");
      onSent?.();
    } catch {
      // shown from the write itself
    }
  }
  function onKey(event: KeyboardEvent) {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (ready && !isPending) void go(text);
  }

  return (
    <div className={look.composer}>
      {Boolean(error || fault) && (
        <div className={look.fault}>
          <ErrorNote fault={error ?? fault} />
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            className={look.dismiss}
            aria-label={t("composer.dismiss")}
            onClick={() => {
              reset();
              setFault(undefined);
            }}
          >
            <IconX size={14} />
          </ActionIcon>
        </div>
      )}
      <div className={look.words}>
        {suggestion && (
          <UnstyledButton
            className={`${look.word} ${look.suggestion}`}
            disabled={isPending}
            onClick={() => void go(suggestion)}
          >
            {suggestion}
          </UnstyledButton>
        )}
        {WORDS.map((word) => (
          <UnstyledButton
            key={word}
            className={look.word}
            disabled={!to.trim() || isPending}
            onClick={() => void go(word)}
            aria-label={t("composer.word", { word })}
          >
            {word}
          </UnstyledButton>
        ))}
      </div>
      {picture && (
        <div className={look.attached}>
          {picture.startsWith("data:") ? <img src={picture} alt={t("composer.attached")} /> : <span>{picture}</span>}
          <ActionIcon size="sm" variant="default" aria-label={t("composer.detach")} onClick={() => setPicture("")}>
            <IconX size={14} />
          </ActionIcon>
        </div>
      )}
      <div className={look.line}>
        <Suspense fallback={<span className={look.place} />}>
          <Attach onPicture={setPicture} onFault={setFault} />
        </Suspense>
        <Textarea
          className={look.text}
          aria-label={t("composer.label", { phone: handset.friendly_name || handset.phone_number })}
          placeholder={t("composer.placeholder")}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKey}
          autosize
          minRows={1}
          maxRows={5}
          radius="xl"
          size="sm"
        />
        <ActionIcon
          size={36}
          radius="xl"
          variant="filled"
          aria-label={t("composer.send")}
          disabled={!ready}
          loading={isPending}
          onClick={() => void go(text)}
        >
          <IconArrowUp size={18} />
        </ActionIcon>
      </div>
    </div>
  );
}
