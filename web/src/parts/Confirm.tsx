/**
 * Two questions before an act. `Confirm` asks whether it is meant (a button with a dialog). `ConfirmGate`, once in the shell, asks who
 * it is when the server wants a re-authentication (code 99403), and then lets the act go on; pages need not care.
 */
import { Button, type ButtonProps, Group, Modal, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconFingerprint } from "@tabler/icons-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, onConfirmation } from "../wire/api";
import { useRefreshSession, useSession } from "../wire/session";
import { Ask } from "./Ask";
import { ErrorNote } from "./ErrorNote";

interface Wish extends ButtonProps {
  /** What is asked, e.g. "Delete this message?" */
  question: string;
  /** What will happen. */
  children?: ReactNode;
  /** The button that opens the question. */
  label: ReactNode;
  /** The button that does it; `label` where absent. */
  act?: string;
  /** Word to be typed before it can be done, for what cannot be undone. */
  word?: string;
  onConfirm: () => Promise<unknown> | unknown;
}

export function Confirm({ question, children, label, act, word, onConfirm, ...button }: Wish) {
  const [open, dialog] = useDisclosure(false);
  return (
    <>
      <Button color="red" variant="light" {...button} onClick={dialog.open}>
        {label}
      </Button>
      <Ask
        open={open}
        question={question}
        act={act ?? label}
        color={typeof button.color === "string" ? button.color : undefined}
        word={word}
        onConfirm={onConfirm}
        onClose={dialog.close}
      >
        {children}
      </Ask>
    </>
  );
}

type Settle = (confirmed: boolean) => void;

export function ConfirmGate() {
  const { t } = useTranslation("parts");
  const session = useSession();
  const refresh = useRefreshSession();
  const [ask, setAsk] = useState<Settle[]>([]);
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();

  useEffect(() => {
    onConfirmation(() => new Promise<boolean>((resolve) => setAsk((waiting) => [...waiting, resolve])));
  }, []);

  function done(confirmed: boolean) {
    for (const resolve of ask) resolve(confirmed);
    setAsk([]);
    setPassword("");
    setCode("");
    setFault(undefined);
  }

  async function confirm(proof: () => Promise<unknown>) {
    setBusy(true);
    setFault(undefined);
    try {
      await api("POST", "session/confirm", { json: await proof() });
      await refresh();
      done(true);
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
      opened={ask.length > 0}
      onClose={() => done(false)}
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
