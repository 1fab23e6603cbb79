/** One entry of a log, whole, beside its list; a webhook can be sent again from here. */
import { Anchor, Button, Drawer, Group, Skeleton, Stack } from "@mantine/core";
import { IconRepeat } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Code } from "../../parts/Code";
import { ErrorNote } from "../../parts/ErrorNote";
import { KeyValue } from "../../parts/KeyValue";
import { Value } from "../../parts/Value";
import { plainName } from "../../wire/kinds";
import { type Row, useRow, useWrite } from "../../wire/reading";
import { useSession } from "../../wire/session";
import type { Log } from "./tabs";

const LONG = new Set([
  "signed_text",
  "response_body",
  "request_variables",
  "request_headers",
  "response_headers",
  "parameters",
  "event_data",
]);
const DULL = new Set(["url", "account_sid", "links"]);

export function LogRow({ log, sid, onClose }: { log: Log; sid: string; onClose: () => void }) {
  const { t } = useTranslation("logs");
  const session = useSession();
  const row = useRow(log.kind, `${log.path(session.account.sid)}/${encodeURIComponent(sid)}`);
  const data = row.data ?? {};
  // `url` is the row's own address, but of a webhook the application's.
  const brief = Object.entries(data).filter(
    ([name]) => !LONG.has(name) && (!DULL.has(name) || (name === "url" && log.name === "webhooks")),
  );
  const long = Object.entries(data).filter(([name, value]) => LONG.has(name) && filled(value));
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={t(`one.${log.name}`)}
      closeButtonProps={{ "aria-label": t("parts:close") }}
    >
      {row.isPending && <Skeleton h={320} />}
      <ErrorNote fault={row.error} again={() => void row.refetch()} />
      {row.data && (
        <Stack gap="md">
          <Group gap="md">
            <Anchor component={Link} href={`/timeline/${sid}`} size="sm">
              {t("timeline")}
            </Anchor>
            {log.name === "webhooks" && <Replay sid={sid} />}
          </Group>
          <KeyValue
            rows={brief.map(
              ([name, value]) => [plainName(name), <Value key={name} name={name} value={value} />] as const,
            )}
          />
          {long.map(([name, value]) => (
            <Code
              key={name}
              title={plainName(name)}
              text={typeof value === "string" ? value : JSON.stringify(value, null, 2)}
              tall={260}
            />
          ))}
        </Stack>
      )}
    </Drawer>
  );
}

const filled = (value: unknown) =>
  value !== null && value !== "" && JSON.stringify(value) !== "{}" && JSON.stringify(value) !== "[]";

function Replay({ sid }: { sid: string }) {
  const { t } = useTranslation("logs");
  const write = useWrite<Row>("WebhookAttempt");
  const [fault, setFault] = useState<unknown>();
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconRepeat size={14} />}
        loading={write.isPending}
        onClick={() => {
          setFault(undefined);
          write.mutate({ path: `console:callbacks/${encodeURIComponent(sid)}/replay` }, { onError: setFault });
        }}
      >
        {write.isSuccess ? t("replayed") : t("replay")}
      </Button>
      <ErrorNote fault={fault} />
    </>
  );
}
