/** One messaging service: settings on one side, its senders on the other. */
import { Button, Group, NumberInput, SimpleGrid, Skeleton, Stack, Switch, Text, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { Confirm } from "../../parts/Confirm";
import { ErrorNote } from "../../parts/ErrorNote";
import { Heading } from "../../parts/Heading";
import { Sid } from "../../parts/Sid";
import { useRow, useWrite } from "../../wire/reading";
import { SERVICES, type Service, SWITCHES } from "./messaging-service";
import { SenderPool } from "./SenderPool";

export function ServiceDetail({ sid }: { sid: string }) {
  const { t } = useTranslation("services");
  const [, go] = useLocation();
  const path = `${SERVICES}/${sid}`;
  const row = useRow<Service>("Service", path);
  const remove = useWrite("Service");
  if (row.error) return <ErrorNote fault={row.error} again={() => void row.refetch()} />;
  if (!row.data) return <Skeleton h={320} radius="md" />;
  const service = row.data;
  return (
    <>
      <Heading title={service.friendly_name || sid} about={<Sid sid={sid} whole />}>
        <Confirm
          question={t("remove.question", { name: service.friendly_name })}
          label={t("remove.go")}
          onConfirm={async () => {
            await remove.mutateAsync({ method: "DELETE", path });
            go("/services");
          }}
        >
          {t("remove.about")}
        </Confirm>
      </Heading>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <section className="card" style={{ padding: 20 }}>
          <Title order={2} mb="md">
            {t("settings.title")}
          </Title>
          <Settings service={service} path={path} />
        </section>
        <section className="card" style={{ padding: 20 }}>
          <Title order={2} mb="md">
            {t("pool.title")}
          </Title>
          <SenderPool path={path} />
        </section>
      </SimpleGrid>
    </>
  );
}

function Settings({ service, path }: { service: Service; path: string }) {
  const { t } = useTranslation("services");
  const save = useWrite("Service");
  const [form, setForm] = useState<Record<string, string | number | boolean>>({
    FriendlyName: service.friendly_name,
    InboundRequestUrl: service.inbound_request_url ?? "",
    FallbackUrl: service.fallback_url ?? "",
    StatusCallback: service.status_callback ?? "",
    ValidityPeriod: service.validity_period,
    ...Object.fromEntries(
      Object.entries(SWITCHES).map(([field, name]) => [name, service[field as keyof typeof SWITCHES]]),
    ),
  });
  const set = (name: string, value: string | number | boolean) => setForm((was) => ({ ...was, [name]: value }));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ path, form });
      }}
    >
      <Stack gap="sm">
        {(["FriendlyName", "InboundRequestUrl", "FallbackUrl", "StatusCallback"] as const).map((name) => (
          <TextInput
            key={name}
            label={t(`settings.${name}`)}
            type={name === "FriendlyName" ? "text" : "url"}
            value={String(form[name])}
            onChange={(event) => set(name, event.currentTarget.value)}
          />
        ))}
        <NumberInput
          label={t("settings.ValidityPeriod")}
          description={t("settings.validity_about")}
          min={1}
          max={36000}
          value={Number(form.ValidityPeriod)}
          onChange={(value) => set("ValidityPeriod", value)}
        />
        {Object.values(SWITCHES).map((name) => (
          <Switch
            key={name}
            label={t(`settings.${name}`)}
            description={t(`settings.${name}_about`)}
            checked={Boolean(form[name])}
            onChange={(event) => set(name, event.currentTarget.checked)}
          />
        ))}
        <ErrorNote fault={save.error} />
        <Group>
          <Button type="submit" loading={save.isPending}>
            {t("settings.save")}
          </Button>
          <Text size="sm" c="dimmed" role="status">
            {save.isSuccess ? t("settings.saved") : ""}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}
