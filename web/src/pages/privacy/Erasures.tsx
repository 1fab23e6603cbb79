/** Erasure: first the plan (what goes, what stays and why), then, when it is confirmed, the deed and its certificate. */
import { Anchor, Button, Group, Progress, Stack, Table, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Confirm } from "../../parts/Confirm";
import { Empty } from "../../parts/Empty";
import { ErrorNote } from "../../parts/ErrorNote";
import { Sid } from "../../parts/Sid";
import { Status } from "../../parts/Status";
import { Time } from "../../parts/Time";
import { address as addressOf, rest } from "../../wire/api";
import { useList, useWrite } from "../../wire/reading";

interface Step {
  kind: string;
  step: string;
  rows: number;
  fields?: string[];
  why?: string;
}

interface Erasure {
  sid: string;
  status: string;
  scope: string;
  address: string;
  plan: Step[];
  held_by: unknown[];
  rows_planned: number;
  rows_done: number;
  found_after: number | null;
  date_created: string;
  problem: string;
}

export function Erasures({ address }: { address: string }) {
  const { t } = useTranslation("privacy");
  const list = useList<Erasure>("Erasure", "privacy/v1/Erasures", { size: 20 });
  const plan = useWrite<Erasure>("Erasure");
  const [reference, setReference] = useState("");
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed" maw={680}>
        {t("erase.about")}
      </Text>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          plan.mutate({ path: "privacy/v1/Erasures", form: { Address: address || undefined, Reference: reference } });
        }}
      >
        <Group gap="xs" align="flex-end">
          <TextInput
            label={t("erase.reference")}
            value={reference}
            onChange={(event) => setReference(event.currentTarget.value)}
            w={260}
          />
          <Button type="submit" variant="light" loading={plan.isPending}>
            {address ? t("erase.person", { address }) : t("erase.account")}
          </Button>
        </Group>
      </form>
      <ErrorNote fault={plan.error ?? list.error} />
      {list.data?.rows.length === 0 && (
        <div className="card">
          <Empty title={t("erase.none")} />
        </div>
      )}
      {(list.data?.rows ?? []).map((row) => (
        <One key={row.sid} row={row} />
      ))}
    </Stack>
  );
}

function One({ row }: { row: Erasure }) {
  const { t } = useTranslation("privacy");
  const set = useWrite("Erasure");
  const path = `privacy/v1/Erasures/${row.sid}`;
  const planned = row.status === "planned";
  return (
    <section className="card" style={{ padding: 16 }} aria-label={row.sid}>
      <Group justify="space-between" mb="sm">
        <Group gap="md">
          <Status value={row.status} />
          <Text fw={500}>{row.address || (row.scope === "account" ? t("whole_account") : t("erase.gone"))}</Text>
          <Sid sid={row.sid} />
          <Time at={row.date_created} short />
        </Group>
        <Group gap="xs">
          {planned && (
            <>
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => set.mutate({ path, form: { Status: "withdrawn" } })}
              >
                {t("erase.withdraw")}
              </Button>
              <Confirm
                size="compact-sm"
                question={t("erase.question", { count: row.rows_planned })}
                label={t("erase.confirm")}
                word="ERASE"
                onConfirm={() => set.mutateAsync({ path, form: { Status: "confirmed" } })}
              >
                {t("erase.final")}
              </Confirm>
            </>
          )}
          {row.status === "done" && (
            <Anchor href={addressOf(rest(`${path}/Certificate`))} download={`certificate-${row.sid}.json`} size="sm">
              {t("erase.certificate")}
            </Anchor>
          )}
        </Group>
      </Group>
      {(row.status === "confirmed" || row.status === "running") && (
        <Progress
          value={row.rows_planned ? (100 * row.rows_done) / row.rows_planned : 0}
          aria-label={t("erase.progress")}
        />
      )}
      {row.status === "done" && row.found_after !== null && (
        <Text size="sm" mb="xs">
          {t("erase.found_after", { count: row.found_after })}
        </Text>
      )}
      {row.problem && <Text size="sm">{row.problem}</Text>}
      <ErrorNote fault={set.error} />
      <details open={planned}>
        <summary>{t("erase.plan", { count: row.plan.length })}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
        <section style={{ overflowX: "auto" }} tabIndex={0} aria-label={t("erase.plan", { count: row.plan.length })}>
          <Table verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t("held.kind")}</Table.Th>
                <Table.Th scope="col">{t("erase.step")}</Table.Th>
                <Table.Th scope="col" ta="right">
                  {t("held.rows")}
                </Table.Th>
                <Table.Th scope="col">{t("erase.why")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {row.plan.map((step) => (
                <Table.Tr key={`${step.kind} ${step.step} ${step.why ?? ""}`}>
                  <Table.Td>{step.kind}</Table.Td>
                  <Table.Td>{t(`erase.steps.${step.step}`)}</Table.Td>
                  <Table.Td ta="right">{step.rows}</Table.Td>
                  <Table.Td>
                    <Text size="xs">{[step.why, (step.fields ?? []).join(", ")].filter(Boolean).join(" · ")}</Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      </details>
    </section>
  );
}
