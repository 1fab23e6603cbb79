/** Sign-in by password, with a code where an authenticator app is set up, or by a passkey. */
import { Button, Divider, PasswordInput, Stack, TextInput } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../../parts/ErrorNote";
import { askPasskey, passkeysPossible, useEnter, wantsCode } from "./enter";
import { Frame } from "./Frame";

export function PasswordEntry({ about }: { about?: ReactNode }) {
  const { t } = useTranslation("sign-in");
  const enter = useEnter();
  const [fault, setFault] = useState<unknown>();
  const [coded, setCoded] = useState(false);
  const [busy, setBusy] = useState(false);

  async function attempt(act: () => Promise<void>) {
    setBusy(true);
    setFault(undefined);
    try {
      await act();
    } catch (caught) {
      if (wantsCode(caught) && !coded) setCoded(true);
      else if (!(caught instanceof Error && caught.name === "NotAllowedError")) setFault(caught); // the person closed the browser's question
      setBusy(false);
    }
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    void attempt(() =>
      enter("session", { email: text("email"), password: text("password"), ...(coded ? { totp: text("totp") } : {}) }),
    );
  }

  return (
    <Frame title={t("title")} about={about}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput name="email" type="email" label={t("email")} autoComplete="username webauthn" required autoFocus />
          <PasswordInput
            name="password"
            label={t("password")}
            autoComplete="current-password"
            required
            visibilityToggleButtonProps={{ "aria-label": t("show_password") }}
          />
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
          <Button type="submit" loading={busy}>
            {t("enter")}
          </Button>
        </Stack>
      </form>
      {passkeysPossible() && (
        <>
          <Divider my="md" label={t("or")} labelPosition="center" />
          <Button
            fullWidth
            variant="default"
            leftSection={<IconFingerprint size={18} />}
            onClick={() => void attempt(async () => enter("session", { passkey: await askPasskey("session/passkey") }))}
          >
            {t("passkey")}
          </Button>
        </>
      )}
    </Frame>
  );
}
