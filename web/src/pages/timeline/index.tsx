/** One timeline of a thing: from the request to the handset and back, each step with why. Live while it moves. */
import { Badge, Group, Skeleton, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "wouter";
import { Empty } from "../../parts/Empty";
import { ErrorNote } from "../../parts/ErrorNote";
import { Heading } from "../../parts/Heading";
import { Sid } from "../../parts/Sid";
import { Status } from "../../parts/Status";
import { Time } from "../../parts/Time";
import { WireError } from "../../wire/api";
import { useConsole } from "../../wire/reading";
import { useChanges } from "../../wire/stream";
import look from "./index.module.css";
import { StepView } from "./StepView";
import { MOVERS, sinceOf, type Timeline } from "./step";

export default function TimelinePage() {
  const { t } = useTranslation("timeline");
  const { sid = "" } = useParams<{ sid: string }>();
  const timeline = useConsole<Timeline>("Timeline", `timeline/${sid}`);
  useFollow(sid, timeline.data);
  const steps = timeline.data?.steps ?? [];
  const first = steps[0]?.at;
  const last = steps[steps.length - 1]?.at;
  const states = steps.filter((step) => step.kind === "state" && step.state);
  const state = states[states.length - 1]?.state;
  const trouble = steps.filter((step) => step.kind === "alert" || (step.kind === "twiml" && step.details.error_code));

  if (timeline.error instanceof WireError && timeline.error.status === 404)
    return (
      <>
        <Heading title={t("title", { kind: "" })} />
        <div className="card">
          <Empty title={t("gone")}>{t("gone_hint", { sid })}</Empty>
        </div>
      </>
    );
  const kind = timeline.data?.kind ?? "";
  return (
    <>
      <Heading
        title={kind ? t("title", { kind: t(`of.${kind}`, kind) }) : t("title_bare")}
        about={
          <Group gap="sm">
            <Sid sid={sid} />
            {state && <Status value={state} />}
            {first && <Time at={first} />}
            {first && last && first !== last && (
              <Text span size="sm" c="dimmed">
                {t("took", { time: sinceOf(first, last) })}
              </Text>
            )}
            {trouble.length > 0 && (
              <Badge color="red" variant="light" tt="none">
                {t("trouble", { count: trouble.length })}
              </Badge>
            )}
          </Group>
        }
      />
      <ErrorNote fault={timeline.error} again={() => void timeline.refetch()} />
      {timeline.isPending && <Skeleton h={320} radius="md" />}
      {timeline.data && steps.length === 0 && (
        <div className="card">
          <Empty title={t("empty")} />
        </div>
      )}
      {first && (
        <ol className={look.line} aria-label={t("steps")}>
          {steps.map((step, index) => (
            <StepView
              // biome-ignore lint/suspicious/noArrayIndexKey: steps of one kind at one microsecond differ in nothing else
              key={`${step.at} ${step.kind} ${step.title} ${index}`}
              step={step}
              first={first}
            />
          ))}
        </ol>
      )}
    </>
  );
}

/** Reads it again when the thing itself, or one of the things that its steps are told from, has changed; at most twice a second. */
function useFollow(sid: string, timeline: Timeline | undefined) {
  const queries = useQueryClient();
  const waiting = useRef<number | undefined>(undefined);
  useChanges(MOVERS, (change) => {
    const own = change.kind === timeline?.kind;
    if (own && !change.more && !change.changes.some((one) => one.sid === sid)) return;
    if (waiting.current !== undefined) return;
    waiting.current = window.setTimeout(() => {
      waiting.current = undefined;
      void queries.invalidateQueries({ queryKey: ["console", "Timeline", `timeline/${sid}`] });
    }, 500);
  });
}
