/** The members: their role, their second factors, what can be done with them. */
import { ActionIcon, Menu, Select, Stack, Text, Title } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Ask } from "../../parts/Ask";
import { ErrorNote } from "../../parts/ErrorNote";
import { KeysetTable } from "../../parts/KeysetTable";
import { Time } from "../../parts/Time";
import { api } from "../../wire/api";
import { useConsole, useWrite } from "../../wire/reading";
import { useSession } from "../../wire/session";
import { type Member, ROLES } from "./people";

type Deed = { kind: "remove" | "end"; member: Member };

export function Members({ onLink }: { onLink: (link: string) => void }) {
  const { t } = useTranslation("people");
  const session = useSession();
  const list = useConsole<{ people: Member[] }>("Membership", "people");
  const write = useWrite("Membership");
  const [deed, setDeed] = useState<Deed>();
  const [fault, setFault] = useState<unknown>();
  const mayGive = (member: Member) => !member.inherited && (session.role === "owner" || member.role !== "owner");

  async function link(member: Member) {
    setFault(undefined);
    try {
      onLink((await api<{ link: string }>("POST", `people/${member.sid}/link`)).link);
    } catch (caught) {
      setFault(caught);
    }
  }

  const rows = list.data && { rows: list.data.people, next: undefined, previous: undefined };
  return (
    <section>
      <Title order={2} mb="sm">
        {t("members")}
      </Title>
      <ErrorNote fault={fault} />
      <KeysetTable<Member>
        label={t("members")}
        list={{
          data: rows,
          error: list.error,
          isPending: list.isPending,
          isFetching: list.isFetching,
          refetch: list.refetch,
        }}
        keyOf={(member) => `${member.sid} ${member.inherited}`}
        page={undefined}
        onPage={() => undefined}
        columns={[
          {
            name: "name",
            title: t("person"),
            show: (member) => (
              <Stack gap={0}>
                <Text size="sm" fw={500}>
                  {member.name || member.email}
                  {member.sid === session.person.sid && (
                    <Text span size="xs" c="dimmed">
                      {" "}
                      {t("you")}
                    </Text>
                  )}
                </Text>
                <Text size="xs" c="dimmed">
                  {member.email}
                </Text>
              </Stack>
            ),
          },
          {
            name: "role",
            title: t("role_title"),
            show: (member) =>
              mayGive(member) ? (
                <Select
                  aria-label={t("role_of", { name: member.name || member.email })}
                  data={ROLES.filter((role) => session.role === "owner" || role !== "owner").map((role) => ({
                    value: role,
                    label: t(`role.${role}`),
                  }))}
                  value={member.role}
                  allowDeselect={false}
                  size="xs"
                  w={150}
                  onChange={(role) => {
                    setFault(undefined);
                    if (role)
                      write.mutate(
                        { method: "PUT", path: `console:people/${member.sid}`, json: { role } },
                        { onError: setFault },
                      );
                  }}
                />
              ) : (
                <span>
                  {t(`role.${member.role}`)}
                  {member.inherited && ` · ${t("inherited")}`}
                </span>
              ),
          },
          {
            name: "factors",
            title: t("factors"),
            wide: true,
            show: (member) =>
              [member.totp ? t("app") : "", member.passkeys ? t("passkeys", { count: member.passkeys }) : ""]
                .filter(Boolean)
                .join(", ") || t("password_only"),
          },
          { name: "seen", title: t("last"), wide: true, show: (member) => <Time at={member.last_signed_in} short /> },
          {
            name: "acts",
            title: <span className="sr-only">{t("acts")}</span>,
            right: true,
            show: (member) =>
              mayGive(member) && (
                <Menu position="bottom-end" withinPortal>
                  <Menu.Target>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={t("acts_of", { name: member.name || member.email })}
                    >
                      <IconDots size={16} />
                    </ActionIcon>
                  </Menu.Target>
                  <Menu.Dropdown>
                    <Menu.Item onClick={() => void link(member)}>{t("make_link")}</Menu.Item>
                    <Menu.Item onClick={() => setDeed({ kind: "end", member })}>{t("end_sessions")}</Menu.Item>
                    <Menu.Item color="red" onClick={() => setDeed({ kind: "remove", member })}>
                      {t("remove")}
                    </Menu.Item>
                  </Menu.Dropdown>
                </Menu>
              ),
          },
        ]}
      />
      <Ask
        open={Boolean(deed)}
        question={deed ? t(`${deed.kind}_question`, { name: deed.member.name || deed.member.email }) : ""}
        act={deed ? t(deed.kind === "remove" ? "remove" : "end_sessions") : ""}
        onClose={() => setDeed(undefined)}
        onConfirm={async () => {
          if (!deed) return;
          const path = `console:people/${deed.member.sid}${deed.kind === "end" ? "/sessions" : ""}`;
          await write.mutateAsync({ method: "DELETE", path });
        }}
      >
        {deed && t(`${deed.kind}_hint`)}
      </Ask>
    </section>
  );
}
