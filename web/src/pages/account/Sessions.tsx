/** Where the person is signed in, and how to end that. */
import { Badge, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Confirm } from "../../parts/Confirm";
import { ErrorNote } from "../../parts/ErrorNote";
import { Panel } from "../../parts/Panel";
import { Time } from "../../parts/Time";
import { useConsole, useWrite } from "../../wire/reading";
import { plainAgent, type SignedIn } from "../people/people";

export function Sessions() {
  const { t } = useTranslation("account");
  const list = useConsole<{ sessions: SignedIn[] }>("Session", "sessions");
  const write = useWrite("Session");
  const sessions = list.data?.sessions ?? [];
  return (
    <Panel
      title={t("sessions.title")}
      about={t("sessions.about")}
      act={
        sessions.length > 1 && (
          <Confirm
            variant="default"
            label={t("sessions.end_others")}
            question={t("sessions.end_others_question")}
            onConfirm={() => write.mutateAsync({ method: "DELETE", path: "console:sessions" })}
          />
        )
      }
    >
      <ErrorNote fault={list.error} again={() => void list.refetch()} />
      <Stack gap="sm">
        {sessions.map((one) => (
          <Group key={one.sid} justify="space-between" wrap="nowrap">
            <div>
              <Text size="sm" fw={500} component="div">
                {plainAgent(one.agent)}{" "}
                {one.current && (
                  <Badge size="sm" variant="outline">
                    {t("sessions.this")}
                  </Badge>
                )}
              </Text>
              <Text size="xs" c="dimmed" component="div">
                {one.address} · {t("sessions.seen")} <Time at={one.seen_at} short />
              </Text>
            </div>
            {!one.current && (
              <Confirm
                size="compact-sm"
                variant="subtle"
                label={t("sessions.end")}
                question={t("sessions.end_question")}
                onConfirm={() => write.mutateAsync({ method: "DELETE", path: `console:sessions/${one.sid}` })}
              />
            )}
          </Group>
        ))}
      </Stack>
    </Panel>
  );
}
