/** API keys: revocable credentials of the account. The secret is shown once; rotation is a new key, then the old one's end. */
import { Button, Group, Modal, Select, Stack, Textarea, TextInput, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Confirm } from "../../parts/Confirm";
import { Empty } from "../../parts/Empty";
import { ErrorNote } from "../../parts/ErrorNote";
import { KeysetTable } from "../../parts/KeysetTable";
import { SecretOnce } from "../../parts/SecretOnce";
import { Sid } from "../../parts/Sid";
import { Time } from "../../parts/Time";
import { type Row, useList, useWrite } from "../../wire/reading";
import { useSession } from "../../wire/session";

interface Key extends Row {
  sid: string;
  friendly_name: string | null;
  date_created: string;
  flags?: string[];
}

export function Keys() {
  const { t } = useTranslation("developers");
  const session = useSession();
  const [page, setPage] = useState<string>();
  const list = useList<Key>("ApiKey", "iam/v1/Keys", { filters: { AccountSid: session.account.sid }, page });
  const write = useWrite("ApiKey");
  const [open, dialog] = useDisclosure(false);
  const [made, setMade] = useState<{ sid: string; secret: string }>();
  const grade = (key: Key) =>
    key.flags?.includes("restricted") ? "restricted" : key.flags?.includes("manage_keys") ? "main" : "standard";
  return (
    <section>
      <Group justify="space-between" mb="sm">
        <Title order={2}>{t("keys.title")}</Title>
        <Button leftSection={<IconPlus size={16} />} onClick={dialog.open}>
          {t("keys.new")}
        </Button>
      </Group>
      <KeysetTable<Key>
        label={t("keys.title")}
        list={list}
        keyOf={(key) => key.sid}
        page={page}
        onPage={setPage}
        empty={<Empty title={t("keys.none")}>{t("keys.none_hint")}</Empty>}
        columns={[
          { name: "name", title: t("keys.name"), show: (key) => key.friendly_name || "–" },
          { name: "sid", title: "SID", show: (key) => <Sid sid={key.sid} /> },
          { name: "kind", title: t("keys.kind"), show: (key) => t(`keys.${grade(key)}`), wide: true },
          { name: "made", title: t("keys.made"), show: (key) => <Time at={key.date_created} short />, wide: true },
          {
            name: "end",
            title: <span className="sr-only">{t("keys.revoke")}</span>,
            right: true,
            show: (key) => (
              <Confirm
                size="compact-sm"
                variant="subtle"
                label={t("keys.revoke")}
                question={t("keys.revoke_question", { name: key.friendly_name || key.sid })}
                onConfirm={() =>
                  write.mutateAsync({
                    method: "DELETE",
                    path: `iam/v1/Keys/${encodeURIComponent(key.sid)}`,
                  })
                }
              >
                {t("keys.revoke_hint")}
              </Confirm>
            ),
          },
        ]}
      />
      <NewKey open={open} onClose={dialog.close} onMade={setMade} />
      <SecretOnce
        title={t("keys.made_title")}
        secret={made?.secret}
        rows={made ? [["SID", made.sid]] : []}
        onKept={() => setMade(undefined)}
      />
    </section>
  );
}

interface NewWish {
  open: boolean;
  onClose: () => void;
  onMade: (key: { sid: string; secret: string }) => void;
}

function NewKey({ open, onClose, onMade }: NewWish) {
  const { t } = useTranslation("developers");
  const session = useSession();
  const write = useWrite("ApiKey");
  const [kind, setKind] = useState("standard");
  const [fault, setFault] = useState<unknown>();

  async function make(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    setFault(undefined);
    try {
      const made = await write.mutateAsync({
        path: "iam/v1/Keys",
        form: {
          AccountSid: session.account.sid,
          FriendlyName: String(given.get("name") ?? ""),
          KeyType: kind === "restricted" ? "restricted" : undefined,
          Policy: kind === "restricted" ? String(given.get("policy") ?? "") : undefined,
        },
      });
      onClose();
      onMade({ sid: String(made.sid), secret: String(made.secret) });
    } catch (caught) {
      setFault(caught);
    }
  }

  return (
    <Modal
      opened={open}
      onClose={onClose}
      title={t("keys.new")}
      centered
      closeButtonProps={{ "aria-label": t("parts:close") }}
    >
      <form onSubmit={(event) => void make(event)}>
        <Stack>
          <TextInput name="name" label={t("keys.name")} maxLength={64} data-autofocus />
          <Select
            label={t("keys.kind")}
            description={t(`keys.${kind}_hint`)}
            data={["standard", "restricted"].map((value) => ({ value, label: t(`keys.${value}`) }))}
            value={kind}
            onChange={(value) => setKind(value ?? "standard")}
            allowDeselect={false}
          />
          {kind === "restricted" && (
            <Textarea
              name="policy"
              label={t("keys.policy")}
              description={t("keys.policy_hint")}
              defaultValue={'{\n  "allow": ["/twilio/messaging/messages/create"]\n}'}
              autosize
              minRows={4}
              styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
            />
          )}
          <ErrorNote fault={fault} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("parts:cancel")}
            </Button>
            <Button type="submit" loading={write.isPending}>
              {t("keys.create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
