/** A conversation: its bubbles, somebody's typing, and always its newest end in sight. */
import { Button, Text } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Bubble } from "./Bubble";
import { useSend } from "./Composer";
import type { Bubble as BubbleData } from "./conversation";
import type { Handset, Button as TemplateButton } from "./network";
import look from "./Thread.module.css";

interface Wish {
  handset: Handset;
  peer: string;
  bubbles: readonly BubbleData[];
  now: Date;
  more?: (() => void) | undefined;
}

export function Thread({ handset, peer, bubbles, now, more }: Wish) {
  const { t } = useTranslation("phones");
  const { send } = useSend(handset);
  const box = useRef<HTMLDivElement>(null);
  const stuck = useRef(true);
  const typing =
    handset.typing_from === peer && Boolean(handset.typing_until) && new Date(handset.typing_until ?? 0) > now;
  const newest = bubbles[bubbles.length - 1];
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is new brings the end into sight, if it was in sight
  useEffect(() => {
    const element = box.current;
    if (element && stuck.current) element.scrollTop = element.scrollHeight;
  }, [newest?.key, newest?.status, typing, peer]);

  function onButton(button: TemplateButton) {
    const said = button.payload ?? button.title;
    if (button.url) window.open(button.url, "_blank", "noopener,noreferrer");
    else if (button.kind === "LIST") void send(peer, { Body: button.title, ListId: said, ListTitle: button.title });
    else void send(peer, { Body: button.title, ButtonText: button.title, ButtonPayload: said });
  }

  return (
    <div
      ref={box}
      className={look.thread}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
      role="log"
      aria-label={t("thread.label", { peer })}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        stuck.current = scrollHeight - scrollTop - clientHeight < 60;
      }}
      onLoadCapture={() => {
        const element = box.current;
        if (element && stuck.current) element.scrollTop = element.scrollHeight; // a picture has come
      }}
    >
      {more && (
        <Button size="compact-xs" variant="subtle" color="gray" onClick={more} className={look.more}>
          {t("thread.older")}
        </Button>
      )}
      {bubbles.length === 0 && (
        <Text size="sm" c="dimmed" ta="center" mt="xl">
          {t("thread.empty")}
        </Text>
      )}
      <ul className={look.bubbles}>
        {bubbles.map((bubble) => (
          <Bubble key={bubble.key} bubble={bubble} now={now} onButton={onButton} />
        ))}
        {typing && (
          <li className={look.typing} aria-label={t("thread.typing")}>
            <span />
            <span />
            <span />
          </li>
        )}
      </ul>
    </div>
  );
}
