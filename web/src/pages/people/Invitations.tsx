/** Open invitations, and those that were accepted, withdrawn or ran out. */
import { Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Confirm } from "../../parts/Confirm";
import { KeysetTable } from "../../parts/KeysetTable";
import { Status } from "../../parts/Status";
import { Time } from "../../parts/Time";
import { useConsole, useWrite } from "../../wire/reading";
import type { Invited } from "./people";

export function Invitations() {
  const { t } = useTranslation("people");
  const list = useConsole<{ invitations: Invited[] }>("Invitation", "invitations");
  const write = useWrite("Invitation");
  if (list.data?.invitations.length === 0) return null;
  const rows = list.data && { rows: list.data.invitations, next: undefined, previous: undefined };
  return (
    <section style={{ marginTop: "2rem" }}>
      <Title order={2} mb="sm">
        {t("invitations")}
      </Title>
      <KeysetTable<Invited>
        label={t("invitations")}
        list={{
          data: rows,
          error: list.error,
          isPending: list.isPending,
          isFetching: list.isFetching,
          refetch: list.refetch,
        }}
        keyOf={(one) => one.sid}
        page={undefined}
        onPage={() => undefined}
        columns={[
          { name: "email", title: t("email"), show: (one) => one.email },
          { name: "role", title: t("role_title"), show: (one) => t(`role.${one.role}`), wide: true },
          { name: "status", title: t("status"), show: (one) => <Status value={one.status} /> },
          { name: "until", title: t("until"), show: (one) => <Time at={one.expires_at} short />, wide: true },
          {
            name: "acts",
            title: <span className="sr-only">{t("acts")}</span>,
            right: true,
            show: (one) =>
              one.status === "open" && (
                <Confirm
                  size="compact-sm"
                  variant="subtle"
                  label={t("withdraw")}
                  question={t("withdraw_question", { email: one.email })}
                  onConfirm={() => write.mutateAsync({ method: "DELETE", path: `console:invitations/${one.sid}` })}
                />
              ),
          },
        ]}
      />
    </section>
  );
}
