/** What was used and what it cost, by category and period; the balance; and triggers that watch it. */
import { Button, Group, Select, SimpleGrid, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "../../parts/address";
import { Confirm } from "../../parts/Confirm";
import { Empty } from "../../parts/Empty";
import { ErrorNote } from "../../parts/ErrorNote";
import { Heading } from "../../parts/Heading";
import { Time } from "../../parts/Time";
import { useList, useRow, useWrite } from "../../wire/reading";
import { useSession } from "../../wire/session";

interface UsageRecord {
  category: string;
  description: string;
  count: string;
  count_unit: string;
  usage: string;
  usage_unit: string;
  price: string;
  price_unit: string;
  start_date: string;
  end_date: string;
}

interface Trigger {
  sid: string;
  friendly_name: string;
  usage_category: string;
  trigger_by: string;
  trigger_value: string;
  current_value: string;
  recurring: string | null;
  callback_url: string;
  date_fired: string | null;
}

const PERIODS = ["Today", "Yesterday", "ThisMonth", "LastMonth", "AllTime"] as const;

export default function Usage() {
  const { t } = useTranslation("usage");
  const [query, change] = useAddress();
  const base = `2010-04-01/Accounts/${useSession().account.sid}`;
  const period = PERIODS.find((name) => name === query.get("period")) ?? "ThisMonth";
  const records = useList<UsageRecord>("UsageRecord", `${base}/Usage/Records/${period}.json`, { size: 1000 });
  const balance = useRow<{ balance: string; currency: string }>("LedgerEntry", `${base}/Balance.json`);
  const used = (records.data?.rows ?? []).filter((row) => Number(row.count) !== 0 || Number(row.price) !== 0);
  return (
    <>
      <Heading title={t("title")} about={t("about")}>
        <Select
          label={t("period")}
          data={PERIODS.map((name) => ({ value: name, label: t(`periods.${name}`) }))}
          value={period}
          onChange={(name) => change({ period: name ?? undefined })}
          allowDeselect={false}
          w={170}
        />
      </Heading>
      <ErrorNote fault={records.error} again={() => void records.refetch()} />
      {balance.data && (
        <Text mb="md">
          {t("balance")}{" "}
          <b>
            {balance.data.balance} {balance.data.currency}
          </b>
        </Text>
      )}
      {records.data && used.length === 0 ? (
        <div className="card">
          <Empty title={t("none")}>{t("none_do")}</Empty>
        </div>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section className="card" style={{ overflowX: "auto" }} tabIndex={0} aria-label={t("title")}>
          <Table verticalSpacing="xs" horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t("category")}</Table.Th>
                <Table.Th scope="col" ta="right">
                  {t("count")}
                </Table.Th>
                <Table.Th scope="col" ta="right">
                  {t("amount")}
                </Table.Th>
                <Table.Th scope="col" ta="right">
                  {t("price")}
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {used.map((row) => (
                <Table.Tr key={row.category}>
                  <Table.Td>
                    <Text size="sm">{row.description}</Text>
                    <Text size="xs" c="dimmed" className="mono">
                      {row.category}
                    </Text>
                  </Table.Td>
                  <Table.Td ta="right">
                    {row.count} {row.count_unit}
                  </Table.Td>
                  <Table.Td ta="right">
                    {row.usage} {row.usage_unit}
                  </Table.Td>
                  <Table.Td ta="right" className="mono">
                    {row.price} {row.price_unit?.toUpperCase()}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      )}
      <Triggers base={base} categories={(records.data?.rows ?? []).map((row) => row.category)} />
    </>
  );
}

function Triggers({ base, categories }: { base: string; categories: string[] }) {
  const { t } = useTranslation("usage");
  const path = `${base}/Usage/Triggers`;
  const list = useList<Trigger>("UsageTrigger", `${path}.json`);
  const remove = useWrite("UsageTrigger");
  return (
    <section style={{ marginTop: 32 }}>
      <Title order={2} mb={4}>
        {t("triggers.title")}
      </Title>
      <Text size="sm" c="dimmed" mb="md">
        {t("triggers.about")}
      </Text>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <Stack gap="sm">
          <ErrorNote fault={list.error ?? remove.error} />
          {list.data?.rows.length === 0 && (
            <Text size="sm" c="dimmed">
              {t("triggers.none")}
            </Text>
          )}
          {(list.data?.rows ?? []).map((row) => (
            <Group key={row.sid} className="card" p="md" justify="space-between" wrap="nowrap">
              <div>
                <Text fw={500}>{row.friendly_name || row.usage_category}</Text>
                <Text size="sm" c="dimmed">
                  {t("triggers.state", {
                    current: row.current_value,
                    value: row.trigger_value,
                    by: row.trigger_by,
                    every: row.recurring ?? t("triggers.once"),
                  })}
                </Text>
                {row.date_fired && (
                  <Text size="sm">
                    {t("triggers.fired")} <Time at={row.date_fired} />
                  </Text>
                )}
              </div>
              <Confirm
                size="compact-sm"
                question={t("triggers.remove_question")}
                label={t("triggers.remove")}
                onConfirm={() => remove.mutateAsync({ method: "DELETE", path: `${path}/${row.sid}.json` })}
              />
            </Group>
          ))}
        </Stack>
        <NewTrigger path={path} categories={categories} />
      </SimpleGrid>
    </section>
  );
}

function NewTrigger({ path, categories }: { path: string; categories: string[] }) {
  const { t } = useTranslation("usage");
  const make = useWrite("UsageTrigger");
  const [form, setForm] = useState({
    UsageCategory: "totalprice",
    TriggerBy: "price",
    TriggerValue: "",
    Recurring: "monthly",
    CallbackUrl: "",
  });
  const set = (name: keyof typeof form, value: string | null) => setForm((was) => ({ ...was, [name]: value ?? "" }));
  return (
    <form
      className="card"
      style={{ padding: 20 }}
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate({ path: `${path}.json`, form: { ...form, Recurring: form.Recurring || undefined } });
      }}
    >
      <Stack gap="sm">
        <Title order={3}>{t("triggers.new")}</Title>
        <Select
          label={t("category")}
          data={[...new Set(["totalprice", ...categories])]}
          value={form.UsageCategory}
          onChange={(value) => set("UsageCategory", value)}
          searchable
          allowDeselect={false}
        />
        <Group gap="sm" grow>
          <Select
            label={t("triggers.by")}
            data={["price", "count", "usage"]}
            value={form.TriggerBy}
            onChange={(value) => set("TriggerBy", value)}
            allowDeselect={false}
          />
          <TextInput
            label={t("triggers.value")}
            required
            inputMode="decimal"
            placeholder="+10"
            value={form.TriggerValue}
            onChange={(event) => set("TriggerValue", event.currentTarget.value)}
          />
          <Select
            label={t("triggers.recurring")}
            data={[{ value: "", label: t("triggers.once") }, "daily", "monthly", "yearly"]}
            value={form.Recurring}
            onChange={(value) => set("Recurring", value)}
            allowDeselect={false}
          />
        </Group>
        <TextInput
          label={t("triggers.callback")}
          type="url"
          required
          placeholder="https://…"
          value={form.CallbackUrl}
          onChange={(event) => set("CallbackUrl", event.currentTarget.value)}
        />
        <ErrorNote fault={make.error} />
        <Group>
          <Button type="submit" variant="light" loading={make.isPending}>
            {t("triggers.make")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
