/** Search the inventory of a country, and take a number. */
import { Button, Group, Select, Text, TextInput, VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useAddress } from "../../parts/address";
import { Empty } from "../../parts/Empty";
import { ErrorNote } from "../../parts/ErrorNote";
import { FilterBar, type FilterField, useFilters } from "../../parts/FilterBar";
import { Heading } from "../../parts/Heading";
import { type Column, KeysetTable } from "../../parts/KeysetTable";
import { rest } from "../../wire/api";
import { useConsole, useList, useWrite } from "../../wire/reading";
import { useSession } from "../../wire/session";
import { Abilities } from "./NumberList";
import { type PhoneNumber, useNumbersPath } from "./number";

interface Available {
  phone_number: string;
  friendly_name: string;
  locality: string | null;
  region: string | null;
  iso_country: string;
  capabilities: Record<string, boolean>;
}

interface Country {
  country_code: string;
  country: string;
  subresource_uris: Record<string, string>;
}

/** The inventory's types of numbers, by their names in the addresses of a country. */
const TYPES = { local: "Local", mobile: "Mobile", toll_free: "TollFree" } as const;

export function BuyNumber() {
  const { t } = useTranslation("numbers");
  const [query, change] = useAddress();
  const base = `2010-04-01/Accounts/${useSession().account.sid}/AvailablePhoneNumbers`;
  const country = query.get("country") ?? "US";
  const countries = useConsole<{ countries: Country[] }>("AvailableCountry", rest(`${base}.json`), { PageSize: 250 });
  const here = countries.data?.countries.find((one) => one.country_code === country);
  const types = (Object.keys(TYPES) as (keyof typeof TYPES)[]).filter((name) => here?.subresource_uris[name]);
  const type = types.find((name) => name === query.get("type")) ?? types[0];
  const fields: FilterField[] = [
    { name: "AreaCode", label: t("buy.area_code"), width: 110 },
    { name: "Contains", label: t("buy.contains"), width: 160 },
  ];
  const filters = useFilters(fields);
  const list = useList<Available>("AvailableNumber", `${base}/${country}/${TYPES[type ?? "local"]}.json`, {
    filters,
    size: 30,
    enabled: type !== undefined,
  });
  const columns: Column<Available>[] = [
    { name: "number", title: t("column.number"), show: (row) => <span className="mono">{row.phone_number}</span> },
    {
      name: "place",
      title: t("column.place"),
      show: (row) => [row.locality, row.region, row.iso_country].filter(Boolean).join(", "),
      wide: true,
    },
    { name: "can", title: t("column.can"), show: (row) => <Abilities of={row.capabilities} />, wide: true },
    {
      name: "take",
      title: <VisuallyHidden>{t("buy.take")}</VisuallyHidden>,
      show: (row) => <Take number={row.phone_number} />,
      right: true,
    },
  ];
  return (
    <>
      <Heading title={t("buy.title")} about={t("buy.about")} />
      <Group gap="xs" align="flex-end" mb="xs">
        <Select
          label={t("buy.country")}
          data={(countries.data?.countries ?? []).map((one) => ({ value: one.country_code, label: one.country }))}
          value={country}
          onChange={(value) => change({ country: value ?? undefined, type: undefined })}
          searchable
          allowDeselect={false}
          w={220}
        />
        <Select
          label={t("buy.type")}
          data={types.map((name) => ({ value: name, label: t(`type.${name}`) }))}
          value={type ?? null}
          onChange={(value) => change({ type: value ?? undefined })}
          allowDeselect={false}
          w={150}
        />
      </Group>
      <FilterBar fields={fields} />
      <ErrorNote fault={countries.error} again={() => void countries.refetch()} />
      <KeysetTable
        label={t("buy.title")}
        columns={columns}
        list={list}
        keyOf={(row) => row.phone_number}
        empty={<Empty title={t("buy.none")}>{t("buy.none_do")}</Empty>}
        onPage={() => undefined}
      />
      <Text size="xs" c="dimmed" mt="sm">
        {t("buy.note")}
      </Text>
    </>
  );
}

function Take({ number }: { number: string }) {
  const { t } = useTranslation("numbers");
  const [, go] = useLocation();
  const path = useNumbersPath();
  const buy = useWrite<PhoneNumber>("IncomingPhoneNumber", "AvailableNumber");
  const [asked, setAsked] = useState(false);
  const [name, setName] = useState("");
  if (!asked) {
    return (
      <Button
        size="compact-sm"
        variant="light"
        onClick={() => setAsked(true)}
        aria-label={t("buy.take_one", { number })}
      >
        {t("buy.take")}
      </Button>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        buy.mutate(
          { path: `${path}.json`, form: { PhoneNumber: number, FriendlyName: name || undefined } },
          { onSuccess: (made) => go(`/numbers/${made.sid}`) },
        );
      }}
    >
      <Group gap="xs" justify="flex-end">
        <TextInput
          size="xs"
          placeholder={t("buy.name")}
          aria-label={t("buy.name")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <Button size="compact-sm" type="submit" loading={buy.isPending}>
          {t("buy.confirm")}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setAsked(false)}>
          {t("buy.not")}
        </Button>
      </Group>
      <ErrorNote fault={buy.error} />
    </form>
  );
}
