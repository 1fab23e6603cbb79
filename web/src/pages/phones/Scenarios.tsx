/** What happened as a file, and a file as what happens: saved, replayed by the server, with its progress and its outcome. */
import {
  Badge,
  Button,
  Drawer,
  FileButton,
  Group,
  Progress,
  Select,
  Stack,
  Switch,
  Text,
  TextInput,
  Tooltip,
} from "@mantine/core";
import { IconDownload, IconFileUpload, IconPlayerPlay } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../../parts/ErrorNote";
import { Status } from "../../parts/Status";
import { Time } from "../../parts/Time";
import { api, rest } from "../../wire/api";
import { useList, useWrite } from "../../wire/reading";
import { type Clock, useClock } from "./network";

const SCENARIOS = "network/v1/Scenarios";
const SPANS = ["300", "900", "3600", "86400"] as const;

interface Document {
  trunkline_scenario: 1;
  name?: string;
  phones?: unknown[];
  steps?: unknown[];
}

interface Scenario {
  sid: string;
  friendly_name: string;
  status: string;
  pace: string;
  steps: number;
  done: number;
  document: Document;
  outcome: Outcome | null;
  error: string | null;
  date_created: string;
}

interface Outcome {
  sent: number;
  arrived: number;
  statuses: Record<string, number>;
  errors: Record<string, number>;
  refused: Record<string, number>;
  digest: string;
}

export default function Scenarios({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("phones");
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="md"
      title={t("scenarios.title")}
      closeButtonProps={{ "aria-label": t("parts:close") }}
      attributes={{ header: { role: "none" } }}
    >
      <Stack gap="xl">
        <Text size="sm" c="dimmed">
          {t("scenarios.about")}
        </Text>
        <Save />
        <Replay />
        <Past />
      </Stack>
    </Drawer>
  );
}

function save(document: Document) {
  const blob = new Blob([`${JSON.stringify(document, null, 2)}\n`], { type: "application/json" });
  const link = window.document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${(document.name || "scenario").replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60)}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}

function Save() {
  const { t } = useTranslation("phones");
  const clock = useClock().data as Clock | undefined;
  const [span, setSpan] = useState<string>("900");
  const [name, setName] = useState(() => t("scenarios.default_name"));
  const [fault, setFault] = useState<unknown>();
  const [empty, setEmpty] = useState(false);
  const [busy, setBusy] = useState(false);

  async function record() {
    setFault(undefined);
    setEmpty(false);
    setBusy(true);
    try {
      const { now } = await api<Clock>("GET", rest("network/v1/Clock"));
      const since = new Date(new Date(now).getTime() - Number(span) * 1000).toISOString();
      const document = await api<Document>("GET", rest("network/v1/Recording"), {
        query: { Since: since, Name: name },
      });
      if (document.steps?.length) save(document);
      else setEmpty(true);
    } catch (caught) {
      setFault(caught);
    } finally {
      setBusy(false);
    }
  }
  return (
    <section aria-label={t("scenarios.save")}>
      <Text component="h3" fw={600} m={0} mb="xs">
        {t("scenarios.save")}
      </Text>
      <Group align="flex-end" gap="sm">
        <TextInput
          label={t("scenarios.name")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={64}
          flex={1}
        />
        <Select
          label={t("scenarios.since")}
          data={SPANS.map((value) => ({ value, label: t(`scenarios.span.${value}`) }))}
          value={span}
          allowDeselect={false}
          onChange={(value) => setSpan(value ?? "900")}
          w={150}
        />
      </Group>
      <Button
        mt="sm"
        variant="light"
        leftSection={<IconDownload size={16} />}
        onClick={() => void record()}
        loading={busy}
        disabled={!clock}
      >
        {t("scenarios.download")}
      </Button>
      {empty && (
        <Text size="sm" c="dimmed" mt="xs" role="status">
          {t("scenarios.nothing")}
        </Text>
      )}
      <ErrorNote fault={fault} />
    </section>
  );
}

function Replay() {
  const { t } = useTranslation("phones");
  const [document, setDocument] = useState<Document>();
  const [quick, setQuick] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const write = useWrite<Scenario>("Scenario", "Handset", "Fault");

  async function load(file: File | null) {
    if (!file) return;
    setFault(undefined);
    write.reset();
    try {
      setDocument(JSON.parse(await file.text()) as Document);
    } catch {
      setDocument(undefined);
      setFault(new Error(t("scenarios.not_json")));
    }
  }
  return (
    <section aria-label={t("scenarios.replay")}>
      <Text component="h3" fw={600} m={0} mb="xs">
        {t("scenarios.replay")}
      </Text>
      <FileButton accept="application/json,.json" onChange={(file) => void load(file)}>
        {(properties) => (
          <Button variant="default" leftSection={<IconFileUpload size={16} />} {...properties}>
            {t("scenarios.choose")}
          </Button>
        )}
      </FileButton>
      {document && (
        <Stack gap="sm" mt="sm">
          <Text size="sm">
            {t("scenarios.loaded", {
              name: document.name || t("scenarios.unnamed"),
              phones: document.phones?.length ?? 0,
              steps: document.steps?.length ?? 0,
            })}
          </Text>
          <Switch
            label={t("scenarios.quick")}
            description={t("scenarios.quick_hint")}
            checked={quick}
            onChange={(event) => setQuick(event.currentTarget.checked)}
          />
          <Text size="xs" c="dimmed">
            {t("scenarios.warning")}
          </Text>
          <Button
            leftSection={<IconPlayerPlay size={16} />}
            loading={write.isPending}
            onClick={() =>
              write.mutate({
                path: SCENARIOS,
                form: { Document: JSON.stringify(document), Pace: quick ? "quick" : "real" },
              })
            }
          >
            {t("scenarios.go")}
          </Button>
        </Stack>
      )}
      <ErrorNote fault={fault ?? write.error} />
    </section>
  );
}

function Past() {
  const { t } = useTranslation("phones");
  const rows = useList<Scenario>("Scenario", SCENARIOS, { size: 10 }).data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <section aria-label={t("scenarios.past")}>
      <Text component="h3" fw={600} m={0} mb="xs">
        {t("scenarios.past")}
      </Text>
      <Stack gap="sm">
        {rows.map((row) => (
          <One key={row.sid} row={row} />
        ))}
      </Stack>
    </section>
  );
}

function One({ row }: { row: Scenario }) {
  const { t } = useTranslation("phones");
  const write = useWrite("Scenario");
  const moving = row.status === "queued" || row.status === "running";
  const share = row.steps ? (row.done / row.steps) * 100 : 100;
  return (
    <article className="card" style={{ padding: "12px 16px" }}>
      <Group justify="space-between" wrap="nowrap" mb={6}>
        <Text size="sm" fw={600} truncate>
          {row.friendly_name || t("scenarios.unnamed")}
        </Text>
        <Status value={row.status} />
      </Group>
      <Text size="xs" c="dimmed">
        <Time at={row.date_created} short /> · {t("scenarios.progress", { done: row.done, steps: row.steps })}
      </Text>
      {moving && (
        <Progress
          value={share}
          mt={8}
          animated
          aria-label={t("scenarios.progress", { done: row.done, steps: row.steps })}
        />
      )}
      {row.error && (
        <Text size="xs" mt={6} className="wrap">
          {row.error}
        </Text>
      )}
      {row.outcome && <Ended outcome={row.outcome} />}
      <Group gap="xs" mt="sm">
        {moving ? (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => write.mutate({ path: `${SCENARIOS}/${row.sid}`, form: { Status: "canceled" } })}
          >
            {t("scenarios.cancel")}
          </Button>
        ) : (
          <Button
            size="compact-xs"
            variant="light"
            loading={write.isPending}
            onClick={() =>
              write.mutate({
                path: SCENARIOS,
                form: { Document: JSON.stringify(row.document), Pace: row.pace, FriendlyName: row.friendly_name },
              })
            }
          >
            {t("scenarios.again")}
          </Button>
        )}
        <Button size="compact-xs" variant="subtle" onClick={() => save(row.document)}>
          {t("scenarios.file")}
        </Button>
      </Group>
      <ErrorNote fault={write.error} />
    </article>
  );
}

function Ended({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation("phones");
  const refused = Object.values(outcome.refused).reduce((sum, count) => sum + count, 0);
  return (
    <Group gap={6} mt={8}>
      <Badge variant="default" tt="none" fw={500}>
        {outcome.sent} {t("scenarios.sent")}
      </Badge>
      <Badge variant="default" tt="none" fw={500}>
        {outcome.arrived} {t("scenarios.arrived")}
      </Badge>
      {Object.entries(outcome.statuses).map(([status, count]) => (
        <Badge key={status} variant="default" tt="none" fw={500}>
          {count} {status}
        </Badge>
      ))}
      {refused > 0 && (
        <Badge variant="default" tt="none" fw={500}>
          {refused} {t("scenarios.refused")}
        </Badge>
      )}
      <Tooltip label={t("scenarios.digest")} events={{ hover: true, focus: true, touch: true }} multiline w={260}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what it means is said on focus */}
        <span className="mono" tabIndex={0}>
          {outcome.digest.slice(0, 15)}…
        </span>
      </Tooltip>
    </Group>
  );
}
