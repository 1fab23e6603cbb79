/** One text in a conversation: what it says, its pictures, its buttons, when, and what became of it. The foot leads to its timeline. */
import { UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconChecks, IconClock, IconExternalLink } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { address, rest } from "../../wire/api";
import { useList } from "../../wire/reading";
import { useSession } from "../../wire/session";
import look from "./Bubble.module.css";
import { type Bubble as BubbleData, fileOf, shortTime } from "./conversation";
import type { Button } from "./network";

interface Wish {
  bubble: BubbleData;
  now: Date;
  onButton: (button: Button) => void;
}

export function Bubble({ bubble, now, onButton }: Wish) {
  const { t, i18n } = useTranslation("phones");
  const lost = bubble.absent && (bubble.status === "failed" || bubble.status === "undelivered");
  const state = lost
    ? t("tick.lost", { code: bubble.errorCode ?? "" })
    : bubble.absent
      ? t("tick.coming")
      : t(`tick.${bubble.mine ? "sent" : "got"}`, { status: bubble.status });
  const side = bubble.mine ? look.mine : look.theirs;
  return (
    <li className={`${look.row} ${side}`}>
      <div className={`${look.bubble} ${bubble.absent ? look.absent : ""} ${lost ? look.lost : ""}`}>
        {bubble.media.map((url, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the files of a message keep their order
          <Picture key={index} url={url} index={index} messageSid={bubble.messageSid} />
        ))}
        {bubble.body && <p className={look.body}>{bubble.body}</p>}
        {bubble.held?.possible_duplicate && <p className={look.note}>{t("bubble.again")}</p>}
        {bubble.held?.buttons?.length ? (
          <div className={look.buttons}>
            {bubble.held.buttons.map((button, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a template's buttons keep their order
              <UnstyledButton key={index} className={look.button} onClick={() => onButton(button)}>
                {button.title}
                {button.url && <IconExternalLink size={13} aria-hidden />}
              </UnstyledButton>
            ))}
          </div>
        ) : null}
      </div>
      <Foot bubble={bubble} state={state} lost={lost} time={shortTime(bubble.at, now, i18n.language)} />
    </li>
  );
}

function Foot({ bubble, state, lost, time }: { bubble: BubbleData; state: string; lost: boolean; time: string }) {
  const { t } = useTranslation("phones");
  const content = (
    <>
      <time dateTime={new Date(bubble.at).toISOString()}>{time}</time> <Tick bubble={bubble} lost={lost} />
      {bubble.absent && <span>{state}</span>}
    </>
  );
  if (!bubble.messageSid) return <span className={look.foot}>{content}</span>;
  return (
    <Link
      href={`/messages/${bubble.messageSid}`}
      className={look.foot}
      title={`${state} · ${t("bubble.timeline")}`}
      aria-label={`${time} ${state}: ${t("bubble.timeline")}`}
    >
      {content}
    </Link>
  );
}

function Tick({ bubble, lost }: { bubble: BubbleData; lost: boolean }) {
  const size = 14;
  if (lost) return <IconAlertTriangle size={size} aria-hidden className={look.bad} />;
  if (bubble.absent) return <IconClock size={size} aria-hidden />;
  if (bubble.status === "read") return <IconChecks size={size} aria-hidden className={look.seen} />;
  if (bubble.status === "delivered" || bubble.status === "received") return <IconChecks size={size} aria-hidden />;
  return <IconCheck size={size} aria-hidden />;
}

/** From our own storage, by the API: the page may show nothing of other origins, and a phone's own picture lies only there. */
function Picture({ url, index, messageSid }: { url: string; index: number; messageSid: string }) {
  const { t } = useTranslation("phones");
  const { account } = useSession();
  const known = fileOf(url);
  const files = `2010-04-01/Accounts/${account.sid}/Messages/${messageSid}/Media`;
  const list = useList<{ sid: string; content_type: string }>("Message", `${files}.json`, {
    enabled: !known && Boolean(messageSid),
  });
  const file = list.data?.rows[index];
  const sid = known ?? (file?.content_type.startsWith("image/") ? file.sid : undefined);
  const [broken, setBroken] = useState(false);
  if (sid && messageSid && !broken) {
    const path = address(rest(`${files}/${sid}`));
    return (
      <a href={path} target="_blank" rel="noreferrer" className={look.picture}>
        <img src={path} alt={t("bubble.picture")} loading="lazy" onError={() => setBroken(true)} />
      </a>
    );
  }
  return /^https?:\/\//.test(url) ? (
    <a href={url} target="_blank" rel="noreferrer" className={look.file}>
      {url}
    </a>
  ) : (
    <span className={look.file}>{t("bubble.picture")}</span>
  );
}
