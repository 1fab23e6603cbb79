/** The account's messaging services, and a new one. */
import { Anchor, Button, Group, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { Empty } from "../../parts/Empty";
import { ErrorNote } from "../../parts/ErrorNote";
import { Heading } from "../../parts/Heading";
import { type Column, KeysetTable, usePageCursor } from "../../parts/KeysetTable";
import { Status } from "../../parts/Status";
import { Time } from "../../parts/Time";
import { useList, useWrite } from "../../wire/reading";
import { SERVICES, type Service } from "./messaging-service";

export function ServiceList() {
  const { t } = useTranslation("services");
  const [, go] = useLocation();
  const page = usePageCursor();
  const list = useList<Service>("Service", SERVICES, { page });
  const columns: Column<Service>[] = [
    {
      name: "name",
      title: t("column.name"),
      show: (row) => (
        <Anchor component={Link} href={`/services/${row.sid}`}>
          {row.friendly_name || row.sid}
        </Anchor>
      ),
    },
    { name: "usecase", title: t("column.usecase"), show: (row) => row.usecase, wide: true },
    {
      name: "us",
      title: t("column.us"),
      show: (row) => <Status value={row.us_app_to_person_registered ? t("registered") : t("unregistered")} />,
      wide: true,
    },
    { name: "since", title: t("column.since"), show: (row) => <Time at={row.date_created} short />, right: true },
  ];
  return (
    <>
      <Heading title={t("title")} about={t("about")}>
        <NewService />
      </Heading>
      <KeysetTable
        label={t("title")}
        columns={columns}
        list={list}
        keyOf={(row) => row.sid}
        onRow={(row) => go(`/services/${row.sid}`)}
        empty={<Empty title={t("empty.title")}>{t("empty.do")}</Empty>}
      />
    </>
  );
}

function NewService() {
  const { t } = useTranslation("services");
  const [, go] = useLocation();
  const make = useWrite<Service>("Service");
  const [name, setName] = useState<string>();
  if (name === undefined) {
    return (
      <Button leftSection={<IconPlus size={16} />} onClick={() => setName("")}>
        {t("new.go")}
      </Button>
    );
  }
  function go_on(event: FormEvent) {
    event.preventDefault();
    make.mutate({ path: SERVICES, form: { FriendlyName: name } }, { onSuccess: (made) => go(`/services/${made.sid}`) });
  }
  return (
    <form onSubmit={go_on}>
      <Group gap="xs" align="flex-end">
        <TextInput
          label={t("column.name")}
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          autoFocus
        />
        <Button type="submit" loading={make.isPending}>
          {t("new.make")}
        </Button>
        <Button variant="subtle" color="gray" onClick={() => setName(undefined)}>
          {t("new.not")}
        </Button>
      </Group>
      <ErrorNote fault={make.error} />
    </form>
  );
}
