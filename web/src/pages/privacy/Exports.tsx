/** A copy of everything: made by a job, downloaded by a link that expires. */
import { Alert, Anchor, Button, Group, Progress, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Empty } from "../../parts/Empty";
import { ErrorNote } from "../../parts/ErrorNote";
import { Sid } from "../../parts/Sid";
import { Status } from "../../parts/Status";
import { Time } from "../../parts/Time";
import { address as addressOf, rest } from "../../wire/api";
import { useList, useWrite } from "../../wire/reading";

interface Export {
  sid: string;
  status: string;
  address: string;
  link: string | null;
  kinds_total: number;
  kinds_done: number;
  rows: number;
  size: number;
  sha256: string;
  date_created: string;
  date_expires: string | null;
  problem: string;
}

export function Exports({ address }: { address: string }) {
  const { t, i18n } = useTranslation("privacy");
  const list = useList<Export>("DataExport", "privacy/v1/Exports", { size: 20 });
  const make = useWrite<Export>("DataExport");
  return (
    <Stack gap="md">
      <Group gap="md">
        <Button
          loading={make.isPending}
          onClick={() => make.mutate({ path: "privacy/v1/Exports", form: { Address: address || undefined } })}
        >
          {address ? t("exports.person", { address }) : t("exports.account")}
        </Button>
        <Text size="sm" c="dimmed" maw={520}>
          {t("exports.about")}
        </Text>
      </Group>
      <ErrorNote fault={make.error ?? list.error} />
      {make.data?.link && (
        <Alert color="green" title={t("exports.link")}>
          <span className="mono wrap">{make.data.link}</span>
        </Alert>
      )}
      {list.data?.rows.length === 0 && (
        <div className="card">
          <Empty title={t("exports.none")} />
        </div>
      )}
      {(list.data?.rows ?? []).map((row) => (
        <section key={row.sid} className="card" style={{ padding: 16 }} aria-label={row.sid}>
          <Group justify="space-between">
            <Group gap="md">
              <Status value={row.status} />
              <Text>{row.address || t("whole_account")}</Text>
              <Sid sid={row.sid} />
            </Group>
            <Group gap="md">
              <Time at={row.date_created} short />
              {row.status === "ready" && (
                <Anchor href={addressOf(rest(`privacy/v1/Exports/${row.sid}/Package`))} download={`${row.sid}.zip`}>
                  {t("exports.download", { size: Math.ceil(row.size / 1000).toLocaleString(i18n.language) })}
                </Anchor>
              )}
            </Group>
          </Group>
          {(row.status === "queued" || row.status === "running") && (
            <Progress
              mt="sm"
              value={row.kinds_total ? (100 * row.kinds_done) / row.kinds_total : 0}
              aria-label={t("exports.progress")}
            />
          )}
          {row.sha256 && (
            <Text size="xs" c="dimmed" mt={6} className="mono wrap">
              SHA-256 {row.sha256}
            </Text>
          )}
          {row.problem && <Text size="sm">{row.problem}</Text>}
        </section>
      ))}
    </Stack>
  );
}
