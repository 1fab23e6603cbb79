/** The door: sign-in, the owner's first visit, invitations. */
import { Button, Center, Paper, PasswordInput, Stack, TextInput, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../../parts/ErrorNote";
import { api } from "../../wire/api";
import { useRefreshSession } from "../../wire/session";

export default function SignIn({ first: _first }: { first: boolean }) {
  const { t } = useTranslation("sign-in");
  const refresh = useRefreshSession();
  const [fault, setFault] = useState<unknown>();
  async function enter(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    try {
      await api("POST", "session", { json: { email: form.get("email"), password: form.get("password") } });
      await refresh();
    } catch (caught) {
      setFault(caught);
    }
  }
  return (
    <Center mih="100vh" p="md" component="main">
      <Paper className="card" p="xl" w="100%" maw={400}>
        <form onSubmit={(event) => void enter(event)}>
          <Stack>
            <Title order={1}>{t("title")}</Title>
            <TextInput name="email" type="email" label={t("email")} autoComplete="username" required />
            <PasswordInput name="password" label={t("password")} autoComplete="current-password" required />
            <ErrorNote fault={fault} />
            <Button type="submit">{t("enter")}</Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
