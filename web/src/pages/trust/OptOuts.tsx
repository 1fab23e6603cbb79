/** Who said stop. Numbers are kept as keyed hashes, so one is looked up, not listed. */
import { Button, Group, Stack, Text, TextInput, VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Confirm } from "../../parts/Confirm";
import { Empty } from "../../parts/Empty";
import { ErrorNote } from "../../parts/ErrorNote";
import { type Column, KeysetTable, usePageCursor } from "../../parts/KeysetTable";
import { Sid } from "../../parts/Sid";
import { Status } from "../../parts/Status";
import { Time } from "../../parts/Time";
import { type Row, useList, useWrite } from "../../wire/reading";

export function OptOuts() {
  const { t } = useTranslation("trust");
  const [asked, setAsked] = useState("");
  const [recipient, setRecipient] = useState("");
  const page = usePageCursor();
  const list = useList("OptOut", "compliance/v1/OptOuts", { filters: recipient ? { Recipient: recipient } : {}, page });
  const remove = useWrite("OptOut");
  const columns: Column<Row>[] = [
    { name: "at", title: t("optouts.since"), show: (row) => <Time at={row.opted_out_at ?? row.date_created} short /> },
    { name: "scope", title: t("optouts.scope"), show: (row) => String(row.scope ?? "–") },
    {
      name: "sender",
      title: t("optouts.sender"),
      show: (row) => <span className="mono">{String(row.sender ?? "–")}</span>,
    },
    {
      name: "how",
      title: t("optouts.how"),
      show: (row) => (
        <Group gap={6} wrap="nowrap">
          {String(row.source ?? "")}
          {row.inferred ? <Status value={t("optouts.inferred")} /> : null}
        </Group>
      ),
      wide: true,
    },
    {
      name: "message",
      title: t("column.message"),
      show: (row) =>
        row.message_sid ? <Sid sid={String(row.message_sid)} to={`/messages/${String(row.message_sid)}`} /> : "–",
      wide: true,
    },
    {
      name: "act",
      title: <VisuallyHidden>{t("optouts.lift")}</VisuallyHidden>,
      right: true,
      show: (row) => (
        <Confirm
          size="compact-sm"
          question={t("optouts.lift_question")}
          label={t("optouts.lift")}
          onConfirm={() => remove.mutateAsync({ method: "DELETE", path: `compliance/v1/OptOuts/${String(row.sid)}` })}
        >
          {t("optouts.lift_about")}
        </Confirm>
      ),
    },
  ];
  return (
    <Stack gap="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setRecipient(asked.trim());
        }}
      >
        <Group gap="xs" align="flex-end">
          <TextInput
            label={t("optouts.look")}
            placeholder="+15551230001"
            value={asked}
            onChange={(event) => setAsked(event.currentTarget.value)}
          />
          <Button type="submit" variant="light">
            {t("optouts.look_go")}
          </Button>
        </Group>
      </form>
      <ErrorNote fault={remove.error} />
      <KeysetTable
        label={t("part.opt-outs")}
        columns={columns}
        list={list}
        keyOf={(row) => String(row.sid)}
        empty={<Empty title={recipient ? t("optouts.not", { number: recipient }) : t("optouts.none")} />}
      />
      <Text size="xs" c="dimmed">
        {t("optouts.note")}
      </Text>
    </Stack>
  );
}
