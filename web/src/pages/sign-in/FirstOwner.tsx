/** The first visit: the owner is made, by the link that the terminal printed. */
import { Button, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Code } from "../../parts/Code";
import { ErrorNote } from "../../parts/ErrorNote";
import { useEnter } from "./enter";
import { Frame } from "./Frame";
import { isWeak, NewPassword } from "./NewPassword";

export function FirstOwner({ link }: { link: string }) {
  const { t, i18n } = useTranslation("sign-in");
  const enter = useEnter();
  const [fault, setFault] = useState<unknown>();
  const [busy, setBusy] = useState(false);

  if (!link) {
    return (
      <Frame title={t("first.title")} about={t("first.no_link")}>
        <Code title="sh" text="trunkline console-link" />
        <Text size="sm" c="dimmed" mt="md">
          {t("first.no_link_hint")}
        </Text>
      </Frame>
    );
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    setBusy(true);
    setFault(undefined);
    try {
      await enter("first", {
        link,
        name: text("name"),
        email: text("email"),
        password: text("password"),
        language: i18n.language,
      });
    } catch (caught) {
      setFault(caught);
      setBusy(false);
    }
  }

  return (
    <Frame title={t("first.title")} about={t("first.about")}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <TextInput name="name" label={t("name")} autoComplete="name" required autoFocus />
          <TextInput name="email" type="email" label={t("email")} autoComplete="username" required />
          <NewPassword fault={fault} />
          {!isWeak(fault) && <ErrorNote fault={fault} />}
          <Button type="submit" loading={busy}>
            {t("first.go")}
          </Button>
        </Stack>
      </form>
    </Frame>
  );
}
