/** Accounts below this one: made here, and acted in by the menu of the person. */
import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../../parts/ErrorNote";
import { KeysetTable } from "../../parts/KeysetTable";
import { Panel } from "../../parts/Panel";
import { Sid } from "../../parts/Sid";
import { Status } from "../../parts/Status";
import { api } from "../../wire/api";
import { useList, useWrite } from "../../wire/reading";
import { SESSION, useRefreshSession, useSession } from "../../wire/session";

export function Subaccounts() {
  const { t } = useTranslation("account");
  const session = useSession();
  const queries = useQueryClient();
  const refresh = useRefreshSession();
  const [page, setPage] = useState<string>();
  const list = useList("Account", "2010-04-01/Accounts.json", { page, size: 20 });
  const write = useWrite("Account");
  const [fault, setFault] = useState<unknown>();

  async function make(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    setFault(undefined);
    try {
      await write.mutateAsync({
        path: "2010-04-01/Accounts.json",
        form: { FriendlyName: String(new FormData(form).get("name") ?? "") },
      });
      form.reset();
      await refresh();
    } catch (caught) {
      setFault(caught);
    }
  }

  async function act(account: string) {
    setFault(undefined);
    try {
      await api("POST", "session/account", { json: { account_sid: account } });
      await queries.invalidateQueries({ queryKey: SESSION });
      await queries.invalidateQueries();
    } catch (caught) {
      setFault(caught);
    }
  }

  return (
    <Panel title={t("sub.title")} about={t("sub.about")}>
      <Stack>
        <ErrorNote fault={fault} />
        <KeysetTable
          label={t("sub.title")}
          list={list}
          keyOf={(row) => String(row.sid)}
          page={page}
          onPage={setPage}
          columns={[
            { name: "name", title: t("settings.name"), show: (row) => String(row.friendly_name || "–") },
            { name: "sid", title: "SID", show: (row) => <Sid sid={String(row.sid)} />, wide: true },
            { name: "status", title: t("settings.state"), show: (row) => <Status value={row.status} /> },
            {
              name: "act",
              title: <span className="sr-only">{t("sub.act")}</span>,
              right: true,
              show: (row) =>
                row.sid !== session.account.sid &&
                row.status === "active" && (
                  <Button size="compact-sm" variant="subtle" onClick={() => void act(String(row.sid))}>
                    {t("sub.act")}
                  </Button>
                ),
            },
          ]}
        />
        <form onSubmit={(event) => void make(event)}>
          <Group align="flex-end">
            <TextInput name="name" label={t("sub.new")} maxLength={64} required w={320} />
            <Button type="submit" variant="default" loading={write.isPending}>
              {t("sub.make")}
            </Button>
          </Group>
        </form>
      </Stack>
    </Panel>
  );
}
