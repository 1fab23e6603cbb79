/** The person's password. */
import { Button, Group, Stack } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../../parts/ErrorNote";
import { Panel } from "../../parts/Panel";
import { Time } from "../../parts/Time";
import { api } from "../../wire/api";
import { useRefreshSession, useSession } from "../../wire/session";
import { isWeak, NewPassword } from "../sign-in/NewPassword";

export function Password() {
  const { t } = useTranslation("account");
  const session = useSession();
  const refresh = useRefreshSession();
  const form = useRef<HTMLFormElement>(null);
  const [fault, setFault] = useState<unknown>();
  const [ended, setEnded] = useState<number>();
  const [busy, setBusy] = useState(false);

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get("password") ?? "");
    setBusy(true);
    setFault(undefined);
    try {
      const answer = await api<{ sessions_ended: number }>("POST", "people/me/password", { json: { password } });
      setEnded(answer.sessions_ended);
      form.current?.reset();
      await refresh();
    } catch (caught) {
      setFault(caught);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Panel
      title={t("password.title")}
      about={
        <>
          {t("password.set")} <Time at={session.person.password_set_at} short />
        </>
      }
    >
      <form ref={form} onSubmit={(event) => void save(event)}>
        <Stack maw={420}>
          <input type="hidden" name="username" autoComplete="username" value={session.person.email} readOnly />
          <NewPassword fault={fault} label={t("password.new")} />
          {!isWeak(fault) && <ErrorNote fault={fault} />}
          <Group>
            <Button type="submit" variant="default" loading={busy}>
              {t("password.change")}
            </Button>
            <span role="status">{ended === undefined ? "" : t("password.changed", { count: ended })}</span>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
