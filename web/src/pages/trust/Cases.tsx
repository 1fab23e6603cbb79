/** Enforcement cases of the account, with their notices and the way to have a person look at them again. */
import { Button, Group, SegmentedControl, Stack, Text, Textarea, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "../../parts/address";
import { Empty } from "../../parts/Empty";
import { ErrorCode, ErrorNote } from "../../parts/ErrorNote";
import { type Column, KeysetTable, usePageCursor } from "../../parts/KeysetTable";
import { KeyValue } from "../../parts/KeyValue";
import { Status } from "../../parts/Status";
import { Time } from "../../parts/Time";
import { type Row, useList, useWrite } from "../../wire/reading";

export function Cases() {
  const { t } = useTranslation("trust");
  const [query, change] = useAddress();
  const list = useList("Enforcement", "compliance/v1/Enforcements", { page: usePageCursor() });
  const open = list.data?.rows.find((row) => row.sid === query.get("case"));
  const columns: Column<Row>[] = [
    { name: "step", title: t("cases.step"), show: (row) => <Status value={row.step} /> },
    {
      name: "target",
      title: t("cases.target"),
      show: (row) => <span className="mono wrap">{String(row.target ?? "–")}</span>,
    },
    { name: "rule", title: t("column.rule"), show: (row) => String(row.rule ?? "–"), wide: true },
    { name: "code", title: t("column.code"), show: (row) => <ErrorCode code={row.code} />, wide: true },
    { name: "status", title: t("column.status"), show: (row) => <Status value={row.status} /> },
    {
      name: "at",
      title: t("column.at"),
      show: (row) => <Time at={row.step_at ?? row.date_created} short />,
      wide: true,
    },
  ];
  return (
    <Stack gap="lg">
      {open && <Case row={open} key={String(open.sid)} />}
      <KeysetTable
        label={t("part.cases")}
        columns={columns}
        list={list}
        keyOf={(row) => String(row.sid)}
        onRow={(row) => change({ case: String(row.sid) })}
        empty={<Empty title={t("cases.none")}>{t("cases.none_do")}</Empty>}
      />
      <Appeals />
    </Stack>
  );
}

function Case({ row }: { row: Row }) {
  const { t } = useTranslation("trust");
  const notices = useList("Notice", `compliance/v1/Enforcements/${String(row.sid)}/Notices`, { size: 20 });
  const appeal = useWrite("Appeal");
  const [ground, setGround] = useState("mistake");
  const [statement, setStatement] = useState("");
  return (
    <section className="card" style={{ padding: 20 }}>
      <Title order={2} mb="md">
        {t("cases.one", { rule: String(row.rule ?? "") })}
      </Title>
      <KeyValue
        rows={[
          [t("verdict.clause"), String(row.clause ?? "")],
          [
            t("cases.reasons"),
            <span key="reasons" className="wrap">
              {String(row.reasons ?? "")}
            </span>,
          ],
          [t("verdict.remedy"), String(row.remedy ?? "")],
          [t("cases.violations"), String(row.violations ?? "")],
          [t("cases.due"), <Time key="due" at={row.due_at} />],
        ]}
      />
      <Title order={3} mt="md" mb={4}>
        {t("cases.notices")}
      </Title>
      {(notices.data?.rows ?? []).map((notice) => (
        <Group key={String(notice.sid)} gap="md" wrap="nowrap" align="flex-start">
          <Time at={notice.date_created} short />
          <Text size="sm" className="wrap">
            {String(notice.event ?? "")}: {String(notice.reasons ?? "")}
          </Text>
        </Group>
      ))}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          appeal.mutate({
            path: "compliance/v1/Appeals",
            form: { EnforcementSid: String(row.sid), Ground: ground, Statement: statement },
          });
        }}
      >
        <Stack gap="sm" mt="lg">
          <Title order={3}>{t("cases.appeal")}</Title>
          <SegmentedControl
            aria-label={t("cases.ground")}
            data={(["mistake", "remedied"] as const).map((name) => ({ value: name, label: t(`cases.${name}`) }))}
            value={ground}
            onChange={setGround}
          />
          <Textarea
            label={t("cases.statement")}
            autosize
            minRows={3}
            required
            value={statement}
            onChange={(event) => setStatement(event.currentTarget.value)}
          />
          <ErrorNote fault={appeal.error} />
          <Group>
            <Button type="submit" loading={appeal.isPending}>
              {t("cases.appeal_go")}
            </Button>
            <Text size="sm" role="status">
              {appeal.isSuccess ? t("cases.appealed") : ""}
            </Text>
          </Group>
        </Stack>
      </form>
    </section>
  );
}

function Appeals() {
  const { t } = useTranslation("trust");
  const list = useList("Appeal", "compliance/v1/Appeals", { size: 20 });
  if (!list.data?.rows.length) return null;
  return (
    <section>
      <Title order={2} mb="xs">
        {t("cases.appeals")}
      </Title>
      <Stack gap="xs">
        {list.data.rows.map((row) => (
          <Group key={String(row.sid)} className="card" p="sm" gap="md">
            <Status value={row.status} />
            <Text size="sm" fw={500}>
              {String(row.ground ?? "")}
            </Text>
            <Text size="sm" c="dimmed" className="wrap">
              {String(row.outcome ?? row.statement ?? "")}
            </Text>
            <Time at={row.date_created} short />
          </Group>
        ))}
      </Stack>
    </section>
  );
}
