/**
 * Asks who it is when the server wants a fresh proof (code 99403), and then lets the act go on; pages need not care. It stands once in
 * the shell, and is loaded when it is first wanted.
 */
import { Button, Group, Modal, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../wire/api";
import { useRefreshSession, useSession } from "../wire/session";
import { ErrorNote } from "./ErrorNote";

/** `onDone` is called with true once the person has confirmed, with false when they would rather not. */
export default function ConfirmDialog({ onDone }: { onDone: (confirmed: boolean) => void }) {
  const { t } = useTranslation("parts");
  const session = useSession();
  const refresh = useRefreshSession();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();

  async function confirm(proof: () => Promise<unknown>) {
    setBusy(true);
    setFault(undefined);
    try {
      await api("POST", "session/confirm", { json: await proof() });
      await refresh();
      onDone(true);
    } catch (caught) {
      setFault(caught);
    } finally {
      setBusy(false);
    }
  }

  async function passkey() {
    const { startAuthentication } = await import("@simplewebauthn/browser");
    const options = await api<Parameters<typeof startAuthentication>[0]["optionsJSON"]>(
      "POST",
      "session/confirm/passkey",
    );
    return { passkey: await startAuthentication({ optionsJSON: options }) };
  }

  return (
    <Modal
      opened
      onClose={() => onDone(false)}
      title={t("confirm.who")}
      centered
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void confirm(async () => (password ? { password } : { totp: code }));
        }}
      >
        <Stack gap="md">
          <Text size="sm">{t("confirm.why")}</Text>
          <PasswordInput
            label={t("confirm.password")}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="current-password"
            visibilityToggleButtonProps={{ "aria-label": t("confirm.show_password") }}
            data-autofocus
          />
          {session.person.totp && (
            <TextInput
              label={t("confirm.totp")}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
              inputMode="numeric"
              autoComplete="one-time-code"
            />
          )}
          <ErrorNote fault={fault} />
          <Group justify="space-between">
            {session.person.passkeys > 0 ? (
              <Button
                variant="default"
                leftSection={<IconFingerprint size={16} />}
                onClick={() => void confirm(passkey)}
              >
                {t("confirm.passkey")}
              </Button>
            ) : (
              <span />
            )}
            <Button type="submit" loading={busy} disabled={!password && !code}>
              {t("confirm.go")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
