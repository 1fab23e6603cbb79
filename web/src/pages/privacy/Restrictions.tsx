/** Restriction (kept, but not used) and withdrawal of consent. */
import { Button, Group, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Confirm } from "../../parts/Confirm";
import { ErrorNote } from "../../parts/ErrorNote";
import { Sid } from "../../parts/Sid";
import { Status } from "../../parts/Status";
import { Time } from "../../parts/Time";
import { type Row, useList, useWrite } from "../../wire/reading";

/** As messages are sorted by what they are for. */
const PURPOSES = [
  "all",
  "announcements",
  "customercare",
  "delivery",
  "education",
  "events",
  "fraud",
  "marketing",
  "notifications",
  "otp",
  "polling",
  "security",
];

export function Restrictions({ address }: { address: string }) {
  const { t } = useTranslation("privacy");
  const list = useList("Restriction", "privacy/v1/Restrictions", { size: 50 });
  const restrict = useWrite("Restriction");
  const lift = useWrite("Restriction");
  const withdraw = useWrite<{ consents: unknown[] }>("Withdrawal", "Consent", "OptOut");
  const [reason, setReason] = useState("");
  const [purpose, setPurpose] = useState("all");
  return (
    <Stack gap="xl">
      <section>
        <Title order={2} mb={4}>
          {t("restrict.title")}
        </Title>
        <Text size="sm" c="dimmed" mb="sm">
          {t("restrict.about")}
        </Text>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            restrict.mutate({
              path: "privacy/v1/Restrictions",
              form: { Address: address || undefined, Reason: reason },
            });
          }}
        >
          <Group gap="xs" align="flex-end">
            <TextInput
              label={t("restrict.reason")}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              w={320}
            />
            <Button type="submit" variant="light" loading={restrict.isPending}>
              {address ? t("restrict.person", { address }) : t("restrict.account")}
            </Button>
          </Group>
        </form>
        <ErrorNote fault={restrict.error ?? list.error ?? lift.error} />
        <Stack gap="xs" mt="md">
          {(list.data?.rows ?? []).map((row: Row) => (
            <Group key={String(row.sid)} className="card" p="sm" justify="space-between">
              <Group gap="md">
                <Status value={row.scope} />
                <Sid sid={String(row.sid)} />
                <Text size="sm">{String(row.reason ?? "")}</Text>
                <Time at={row.date_created} short />
              </Group>
              <Confirm
                size="compact-sm"
                question={t("restrict.lift_question")}
                label={t("restrict.lift")}
                onConfirm={() =>
                  lift.mutateAsync({ method: "DELETE", path: `privacy/v1/Restrictions/${String(row.sid)}` })
                }
              />
            </Group>
          ))}
        </Stack>
      </section>
      {address && (
        <section>
          <Title order={2} mb={4}>
            {t("withdraw.title")}
          </Title>
          <Text size="sm" c="dimmed" mb="sm">
            {t("withdraw.about", { address })}
          </Text>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              withdraw.mutate({ path: "privacy/v1/Withdrawals", form: { Address: address, Purpose: purpose } });
            }}
          >
            <Group gap="xs" align="flex-end">
              <Select
                label={t("withdraw.purpose")}
                data={PURPOSES}
                value={purpose}
                onChange={(value) => setPurpose(value ?? "all")}
                allowDeselect={false}
                w={200}
              />
              <Button type="submit" variant="light" loading={withdraw.isPending}>
                {t("withdraw.go")}
              </Button>
              <Text size="sm" role="status">
                {withdraw.isSuccess ? t("withdraw.done", { count: withdraw.data.consents.length }) : ""}
              </Text>
            </Group>
          </form>
          <ErrorNote fault={withdraw.error} />
        </section>
      )}
    </Stack>
  );
}
