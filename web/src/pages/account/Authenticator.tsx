/** An authenticator app as second factor, and its recovery codes. */
import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Code } from "../../parts/Code";
import { Confirm } from "../../parts/Confirm";
import { ErrorNote } from "../../parts/ErrorNote";
import { Panel } from "../../parts/Panel";
import { SecretOnce } from "../../parts/SecretOnce";
import { api } from "../../wire/api";
import { useRefreshSession, useSession } from "../../wire/session";

const QrCode = lazy(() => import("./QrCode"));

export function Authenticator() {
  const { t } = useTranslation("account");
  const session = useSession();
  const refresh = useRefreshSession();
  const [begun, setBegun] = useState<{ secret: string; uri: string }>();
  const [codes, setCodes] = useState<string[]>();
  const [fault, setFault] = useState<unknown>();
  const has = session.person.totp;

  async function attempt(act: () => Promise<void>) {
    setFault(undefined);
    try {
      await act();
    } catch (caught) {
      setFault(caught);
    }
  }
  const begin = () => attempt(async () => setBegun(await api("POST", "totp")));
  const finish = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get("code") ?? "").replace(/\s/g, "");
    return attempt(async () => {
      const answer = await api<{ recovery_codes: string[] }>("POST", "totp/finish", { json: { code } });
      setBegun(undefined);
      setCodes(answer.recovery_codes);
      await refresh();
    });
  };

  return (
    <Panel
      title={t("totp.title")}
      about={has ? t("totp.on", { count: session.person.recovery_codes }) : t("totp.off")}
      act={
        !has && (
          <Button variant="default" onClick={() => void begin()}>
            {t("totp.set_up")}
          </Button>
        )
      }
    >
      {!begun && <ErrorNote fault={fault} />}
      {has && (
        <Group>
          <Button
            variant="default"
            onClick={() =>
              void attempt(async () => {
                setCodes((await api<{ recovery_codes: string[] }>("POST", "totp/recovery-codes")).recovery_codes);
                await refresh();
              })
            }
          >
            {t("totp.renew")}
          </Button>
          <Confirm
            label={t("remove")}
            variant="subtle"
            question={t("totp.remove_question")}
            onConfirm={async () => {
              await api("DELETE", "totp");
              await refresh();
            }}
          >
            {t("totp.remove_hint")}
          </Confirm>
        </Group>
      )}
      <Modal
        opened={Boolean(begun)}
        onClose={() => setBegun(undefined)}
        title={t("totp.set_up")}
        centered
        closeButtonProps={{ "aria-label": t("parts:close") }}
      >
        {begun && (
          <form onSubmit={(event) => void finish(event)}>
            <Stack>
              <Text size="sm">{t("totp.scan")}</Text>
              <Suspense fallback={null}>
                <QrCode text={begun.uri} label={t("totp.qr")} />
              </Suspense>
              <Code title={t("totp.by_hand")} text={begun.secret} />
              <TextInput
                name="code"
                label={t("totp.code")}
                inputMode="numeric"
                autoComplete="one-time-code"
                required
                data-autofocus
              />
              <ErrorNote fault={fault} />
              <Button type="submit">{t("totp.finish")}</Button>
            </Stack>
          </form>
        )}
      </Modal>
      <SecretOnce
        title={t("totp.codes")}
        about={t("totp.codes_about")}
        secret={codes?.join("\n")}
        onKept={() => setCodes(undefined)}
      />
    </Panel>
  );
}
