/** The account that one acts in: its name, SID and state. */
import { Button, Group, Skeleton, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../../parts/ErrorNote";
import { KeyValue } from "../../parts/KeyValue";
import { Panel } from "../../parts/Panel";
import { Sid } from "../../parts/Sid";
import { Status } from "../../parts/Status";
import { Time } from "../../parts/Time";
import { useRow, useWrite } from "../../wire/reading";
import { useRefreshSession, useSession } from "../../wire/session";

export function AccountSettings() {
  const { t } = useTranslation("account");
  const session = useSession();
  const refresh = useRefreshSession();
  const path = `2010-04-01/Accounts/${session.account.sid}.json`;
  const account = useRow("Account", path);
  const write = useWrite("Account");
  const [fault, setFault] = useState<unknown>();

  async function rename(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setFault(undefined);
    try {
      await write.mutateAsync({
        path,
        form: { FriendlyName: String(new FormData(event.currentTarget).get("name") ?? "") },
      });
      await refresh();
    } catch (caught) {
      setFault(caught);
    }
  }

  return (
    <Panel title={t("settings.title")}>
      <ErrorNote fault={account.error} again={() => void account.refetch()} />
      {account.isPending && <Skeleton h={120} />}
      {account.data && (
        <Stack>
          <KeyValue
            rows={[
              ["SID", <Sid key="sid" sid={session.account.sid} whole />],
              [t("settings.state"), <Status key="state" value={account.data.status} />],
              [t("settings.kind"), String(account.data.type ?? "")],
              [t("settings.made"), <Time key="made" at={account.data.date_created} />],
            ]}
          />
          <form onSubmit={(event) => void rename(event)}>
            <Group align="flex-end">
              <TextInput
                key={String(account.data.friendly_name)}
                name="name"
                label={t("settings.name")}
                defaultValue={String(account.data.friendly_name ?? "")}
                maxLength={64}
                w={320}
              />
              <Button type="submit" variant="default" loading={write.isPending}>
                {t("parts:save")}
              </Button>
            </Group>
          </form>
          <ErrorNote fault={fault} />
        </Stack>
      )}
    </Panel>
  );
}
