/** An invitation: address and role; its link is told once, and is handed over by whatever way suits. */
import { Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../../parts/ErrorNote";
import { useWrite } from "../../wire/reading";
import { useSession } from "../../wire/session";
import { ROLES } from "./people";

export function InviteForm({
  open,
  onClose,
  onMade,
}: {
  open: boolean;
  onClose: () => void;
  onMade: (link: string) => void;
}) {
  const { t } = useTranslation("people");
  const session = useSession();
  const write = useWrite<{ link: string }>("Invitation");
  const [role, setRole] = useState("developer");
  const [fault, setFault] = useState<unknown>();

  async function go(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get("email") ?? "");
    setFault(undefined);
    try {
      const made = await write.mutateAsync({ path: "console:invitations", json: { email, role } });
      onClose();
      onMade(made.link);
    } catch (caught) {
      setFault(caught);
    }
  }

  return (
    <Modal
      opened={open}
      onClose={onClose}
      title={t("invite")}
      centered
      closeButtonProps={{ "aria-label": t("parts:close") }}
    >
      <form onSubmit={(event) => void go(event)}>
        <Stack>
          <TextInput name="email" type="email" label={t("email")} required data-autofocus autoComplete="off" />
          <Select
            label={t("role_title")}
            description={t(`role_about.${role}`)}
            data={ROLES.filter((one) => session.role === "owner" || one !== "owner").map((one) => ({
              value: one,
              label: t(`role.${one}`),
            }))}
            value={role}
            onChange={(value) => setRole(value ?? "developer")}
            allowDeselect={false}
          />
          <ErrorNote fault={fault} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("parts:cancel")}
            </Button>
            <Button type="submit" loading={write.isPending}>
              {t("invite_go")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
