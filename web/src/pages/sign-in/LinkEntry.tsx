/** Sign-in by a one-time link, from the terminal or from an administrator. */
import { Anchor, Button, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { ErrorNote } from "../../parts/ErrorNote";
import { useEnter, wantsCode } from "./enter";
import { Frame } from "./Frame";

export function LinkEntry({ link }: { link: string }) {
  const { t } = useTranslation("sign-in");
  const enter = useEnter();
  const [fault, setFault] = useState<unknown>();
  const [coded, setCoded] = useState(false);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get("totp") ?? "");
    setBusy(true);
    setFault(undefined);
    try {
      await enter("session", { link, ...(code ? { totp: code } : {}) });
    } catch (caught) {
      if (wantsCode(caught) && !coded) setCoded(true);
      else setFault(caught);
      setBusy(false);
    }
  }

  return (
    <Frame title={t("title")} about={t("link_about")}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          {coded && (
            <TextInput
              name="totp"
              label={t("code")}
              description={t("code_hint")}
              autoComplete="one-time-code"
              required
              autoFocus
            />
          )}
          <ErrorNote fault={fault} />
          <Button type="submit" loading={busy} autoFocus>
            {t("enter")}
          </Button>
          <Anchor component={Link} href="/sign-in/password" size="sm" ta="center">
            {t("by_password")}
          </Anchor>
        </Stack>
      </form>
    </Frame>
  );
}
