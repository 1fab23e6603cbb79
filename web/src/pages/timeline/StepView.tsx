/** One step on the line: when, what, how it ended; its details on demand. */
import { Anchor, Button, Collapse, Group, Text, Tooltip, UnstyledButton } from "@mantine/core";
import { useDisclosure, useId } from "@mantine/hooks";
import {
  IconAlertTriangle,
  IconArrowDownLeft,
  IconChevronDown,
  IconCode,
  IconCoin,
  IconGavel,
  IconPhoto,
  IconPoint,
  IconRefresh,
  IconRoute,
  IconSend,
  IconTransferOut,
  IconUserCheck,
  IconWebhook,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { ErrorNote } from "../../parts/ErrorNote";
import { useWrite } from "../../wire/reading";
import { Details } from "./Details";
import look from "./StepView.module.css";
import { type Sort, type Step, sinceOf, toneOf } from "./step";

const ICONS: Record<Sort, ComponentType<{ size?: number; stroke?: number }>> = {
  request: IconSend,
  decision: IconGavel,
  sender: IconUserCheck,
  route: IconRoute,
  hop: IconTransferOut,
  pdu: IconTransferOut,
  state: IconPoint,
  callback: IconWebhook,
  inbound: IconArrowDownLeft,
  twiml: IconCode,
  media: IconPhoto,
  charge: IconCoin,
  alert: IconAlertTriangle,
};

export function StepView({ step, first }: { step: Step; first: string }) {
  const { t } = useTranslation("timeline");
  const tone = toneOf(step);
  const [open, panel] = useDisclosure(step.kind === "twiml" && tone === "bad");
  const id = useId();
  const replay = useWrite("Timeline", "WebhookAttempt");
  const Icon = ICONS[step.kind] ?? IconPoint;
  const more = Object.keys(step.details).length > 0;
  const head = (
    <>
      {step.kind !== "state" && <span className={look.kind}>{t(`kind.${step.kind}`)}</span>}
      <span className={look.title}>{step.title}</span>
      {step.summary && <span className={look.summary}>{step.summary}</span>}
    </>
  );
  return (
    <li className={look.step} data-tone={tone} data-kind={step.kind}>
      <div className={look.when}>
        <span className={look.since}>+{sinceOf(first, step.at)}</span>
        <span className={look.at}>
          <TimeOfDay at={step.at} />
        </span>
      </div>
      <span className={look.mark} aria-hidden>
        <Icon size={15} stroke={1.8} />
      </span>
      <div className={look.body}>
        {more ? (
          <UnstyledButton className={look.head} onClick={panel.toggle} aria-expanded={open} aria-controls={id}>
            <span className={look.words}>{head}</span>
            <IconChevronDown size={16} className={open ? look.turned : look.chevron} aria-hidden />
          </UnstyledButton>
        ) : (
          <div className={look.head}>
            <span className={look.words}>{head}</span>
          </div>
        )}
        {(step.links.length > 0 || step.replay) && (
          <Group gap="md" className={look.links}>
            {step.links.map((link) =>
              link.path.startsWith("/errors/") ? (
                <Anchor key={link.path} href={link.path} target="_blank" rel="noreferrer" size="xs">
                  {link.title}
                </Anchor>
              ) : (
                <Anchor key={link.path} component={Link} href={link.path} size="xs">
                  {link.title}
                </Anchor>
              ),
            )}
            {step.replay && (
              <Button
                size="compact-xs"
                variant="light"
                leftSection={<IconRefresh size={13} />}
                loading={replay.isPending}
                aria-label={t("replay_label", { title: step.title })}
                onClick={() => replay.mutate({ path: `console:${step.replay?.path.replace("/console/api/", "")}` })}
              >
                {t("replay")}
              </Button>
            )}
            {replay.isSuccess && (
              <Text size="xs" c="dimmed" role="status">
                {t("replayed")}
              </Text>
            )}
          </Group>
        )}
        <ErrorNote fault={replay.error} />
        {more && (
          <Collapse expanded={open} id={id}>
            <div className={look.details}>{open && <Details step={step} />}</div>
          </Collapse>
        )}
      </div>
    </li>
  );
}

/** The viewer's time of day to the millisecond; the whole moment, with UTC, on hover. */
function TimeOfDay({ at }: { at: string }) {
  const { i18n } = useTranslation();
  const date = new Date(at);
  const zoned = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeStyle: "long" }).format(date);
  return (
    <Tooltip
      label={`${zoned} · ${at.replace("T", " ").replace("Z", "")} UTC`}
      events={{ hover: true, focus: true, touch: true }}
    >
      <time dateTime={at}>
        {new Intl.DateTimeFormat(i18n.language, {
          hour: "2-digit",
          minute: "2-digit",
          second: "2-digit",
          fractionalSecondDigits: 3,
          hour12: false,
        }).format(date)}
      </time>
    </Tooltip>
  );
}
