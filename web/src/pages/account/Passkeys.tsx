/** Passkeys: made, named, removed. */
import { Alert, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconFingerprint } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Confirm } from "../../parts/Confirm";
import { ErrorNote } from "../../parts/ErrorNote";
import { Panel } from "../../parts/Panel";
import { Time } from "../../parts/Time";
import { api } from "../../wire/api";
import { useConsole, useWrite } from "../../wire/reading";
import { useRefreshSession } from "../../wire/session";

interface Passkey {
  sid: string;
  name: string;
  relying_party: string;
  here: boolean;
  backed_up: boolean;
  date_created: string;
  last_used_at: string | null;
}

export function Passkeys() {
  const { t } = useTranslation("account");
  const list = useConsole<{ passkeys: Passkey[]; possible: boolean }>("Passkey", "passkeys");
  const write = useWrite("Passkey");
  const refresh = useRefreshSession();
  const [open, dialog] = useDisclosure(false);
  const [fault, setFault] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const possible = list.data?.possible && "PublicKeyCredential" in window;

  async function make(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name") ?? "");
    setBusy(true);
    setFault(undefined);
    try {
      const { startRegistration } = await import("@simplewebauthn/browser");
      const optionsJSON = await api<Parameters<typeof startRegistration>[0]["optionsJSON"]>("POST", "passkeys/begin");
      const passkey = await startRegistration({ optionsJSON });
      await write.mutateAsync({ path: "console:passkeys", json: { name, passkey } });
      await refresh();
      dialog.close();
    } catch (caught) {
      setFault(caught);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Panel
      title={t("passkeys.title")}
      about={t("passkeys.about")}
      act={
        <Button
          variant="default"
          leftSection={<IconFingerprint size={16} />}
          onClick={dialog.open}
          disabled={!possible}
        >
          {t("passkeys.add")}
        </Button>
      }
    >
      {list.data && !possible && <Alert color="gray">{t("passkeys.not_here")}</Alert>}
      <ErrorNote fault={list.error} again={() => void list.refetch()} />
      <Stack gap="xs" display={list.data?.passkeys.length ? undefined : "none"}>
        {list.data?.passkeys.map((one) => (
          <Group key={one.sid} justify="space-between">
            <div>
              <Text size="sm" fw={500}>
                {one.name}
              </Text>
              <Text size="xs" c="dimmed">
                {one.relying_party} · {t("passkeys.used")} <Time at={one.last_used_at} short />
              </Text>
            </div>
            <Confirm
              size="compact-sm"
              variant="subtle"
              label={t("remove")}
              question={t("passkeys.remove_question", { name: one.name })}
              onConfirm={async () => {
                await write.mutateAsync({ method: "DELETE", path: `console:passkeys/${one.sid}` });
                await refresh();
              }}
            />
          </Group>
        ))}
      </Stack>
      <Modal
        opened={open}
        onClose={dialog.close}
        title={t("passkeys.add")}
        centered
        closeButtonProps={{ "aria-label": t("parts:close") }}
      >
        <form onSubmit={(event) => void make(event)}>
          <Stack>
            <TextInput
              name="name"
              label={t("passkeys.name")}
              description={t("passkeys.name_hint")}
              required
              maxLength={64}
              data-autofocus
            />
            <ErrorNote fault={fault} />
            <Group justify="flex-end">
              <Button type="submit" loading={busy}>
                {t("passkeys.go")}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </Panel>
  );
}
