/** The account's numbers. */
import { Anchor, Badge, Button, Group } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { Empty } from "../../parts/Empty";
import { FilterBar, type FilterField, useFilters } from "../../parts/FilterBar";
import { Heading } from "../../parts/Heading";
import { type Column, KeysetTable, usePageCursor } from "../../parts/KeysetTable";
import { Time } from "../../parts/Time";
import { useList } from "../../wire/reading";
import { abilities, type PhoneNumber, useNumbersPath } from "./number";

export function NumberList() {
  const { t } = useTranslation("numbers");
  const [, go] = useLocation();
  const path = useNumbersPath();
  const fields: FilterField[] = [
    { name: "PhoneNumber", label: t("filter.number"), kind: "search", width: 220 },
    { name: "FriendlyName", label: t("filter.name") },
  ];
  const page = usePageCursor();
  const list = useList<PhoneNumber>("IncomingPhoneNumber", `${path}.json`, { filters: useFilters(fields), page });
  const columns: Column<PhoneNumber>[] = [
    {
      name: "number",
      title: t("column.number"),
      show: (row) => (
        <Anchor component={Link} href={`/numbers/${row.sid}`} className="mono">
          {row.phone_number}
        </Anchor>
      ),
    },
    { name: "name", title: t("column.name"), show: (row) => row.friendly_name, wide: true },
    { name: "can", title: t("column.can"), show: (row) => <Abilities of={row.capabilities} />, wide: true },
    {
      name: "webhook",
      title: t("column.webhook"),
      show: (row) => <span className="mono wrap">{row.sms_application_sid || row.sms_url || "–"}</span>,
    },
    { name: "since", title: t("column.since"), show: (row) => <Time at={row.date_created} short />, wide: true },
  ];
  return (
    <>
      <Heading title={t("title")} about={t("about")}>
        <Button component={Link} href="/numbers/buy" leftSection={<IconPlus size={16} />}>
          {t("buy.go")}
        </Button>
      </Heading>
      <FilterBar fields={fields} />
      <KeysetTable
        label={t("title")}
        columns={columns}
        list={list}
        keyOf={(row) => row.sid}
        onRow={(row) => go(`/numbers/${row.sid}`)}
        empty={
          <Empty title={t("empty.title")}>
            <Anchor component={Link} href="/numbers/buy">
              {t("empty.do")}
            </Anchor>
          </Empty>
        }
      />
    </>
  );
}

export function Abilities({ of }: { of: Record<string, boolean> | undefined }) {
  return (
    <Group gap={4} wrap="nowrap">
      {abilities(of).map((name) => (
        <Badge
          key={name}
          variant="default"
          size="sm"
          fw={500}
          tt={name === "voice" || name === "fax" ? "none" : "uppercase"}
        >
          {name}
        </Badge>
      ))}
    </Group>
  );
}
