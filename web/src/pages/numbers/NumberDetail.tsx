/** One number: what it does when a text comes in, a phone that tries it, and giving it back. */
import {
  Alert,
  Anchor,
  Button,
  Group,
  Select,
  SimpleGrid,
  Skeleton,
  Stack,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { Confirm } from "../../parts/Confirm";
import { ErrorNote } from "../../parts/ErrorNote";
import { Heading } from "../../parts/Heading";
import { KeyValue } from "../../parts/KeyValue";
import { Sid } from "../../parts/Sid";
import { Status } from "../../parts/Status";
import { Time } from "../../parts/Time";
import { useList, useRow, useWrite } from "../../wire/reading";
import { Abilities } from "./NumberList";
import { type PhoneNumber, useNumbersPath } from "./number";

export function NumberDetail({ sid }: { sid: string }) {
  const { t } = useTranslation("numbers");
  const [, go] = useLocation();
  const path = `${useNumbersPath()}/${sid}.json`;
  const row = useRow<PhoneNumber>("IncomingPhoneNumber", path);
  const release = useWrite("IncomingPhoneNumber");
  if (row.error) return <ErrorNote fault={row.error} again={() => void row.refetch()} />;
  if (!row.data) return <Skeleton h={320} radius="md" />;
  const number = row.data;
  return (
    <>
      <Heading title={number.phone_number} about={number.friendly_name}>
        <Confirm
          question={t("release.question", { number: number.phone_number })}
          label={t("release.go")}
          onConfirm={async () => {
            await release.mutateAsync({ method: "DELETE", path });
            go("/numbers");
          }}
        >
          {t("release.about")}
        </Confirm>
      </Heading>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <section className="card" style={{ padding: 20 }}>
          <Title order={2} mb="md">
            {t("inbound.title")}
          </Title>
          <Webhooks key={number.sms_url} number={number} path={path} />
        </section>
        <Stack gap="lg">
          <section className="card" style={{ padding: 20 }}>
            <Title order={2} mb="md">
              {t("try.title")}
            </Title>
            <TryIt number={number.phone_number} />
          </section>
          <section className="card" style={{ padding: 20 }}>
            <Title order={2} mb="md">
              {t("facts.title")}
            </Title>
            <KeyValue
              rows={[
                ["SID", <Sid key="sid" sid={number.sid} />],
                [t("column.can"), <Abilities key="can" of={number.capabilities} />],
                [t("facts.status"), <Status key="status" value={number.status} />],
                [t("column.since"), <Time key="since" at={number.date_created} />],
              ]}
            />
          </section>
        </Stack>
      </SimpleGrid>
    </>
  );
}

function Webhooks({ number, path }: { number: PhoneNumber; path: string }) {
  const { t } = useTranslation("numbers");
  const save = useWrite("IncomingPhoneNumber");
  const [form, setForm] = useState({
    FriendlyName: number.friendly_name,
    SmsUrl: number.sms_url ?? "",
    SmsMethod: number.sms_method ?? "POST",
    SmsFallbackUrl: number.sms_fallback_url ?? "",
    StatusCallback: number.status_callback ?? "",
  });
  const set = (name: keyof typeof form) => (value: string) => setForm((was) => ({ ...was, [name]: value }));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ path, form });
      }}
    >
      <Stack gap="sm">
        {number.sms_application_sid && (
          <Alert color="yellow">{t("inbound.application", { sid: number.sms_application_sid })}</Alert>
        )}
        <TextInput
          label={t("inbound.name")}
          value={form.FriendlyName}
          onChange={(event) => set("FriendlyName")(event.currentTarget.value)}
        />
        <Group gap="xs" wrap="nowrap" align="flex-end">
          <TextInput
            label={t("inbound.url")}
            description={t("inbound.url_about")}
            type="url"
            placeholder="https://…"
            value={form.SmsUrl}
            onChange={(event) => set("SmsUrl")(event.currentTarget.value)}
            flex={1}
          />
          <Select
            label={t("inbound.method")}
            data={["POST", "GET"]}
            value={form.SmsMethod}
            onChange={(value) => set("SmsMethod")(value ?? "POST")}
            allowDeselect={false}
            w={92}
          />
        </Group>
        <TextInput
          label={t("inbound.fallback")}
          type="url"
          value={form.SmsFallbackUrl}
          onChange={(event) => set("SmsFallbackUrl")(event.currentTarget.value)}
        />
        <TextInput
          label={t("inbound.status")}
          type="url"
          value={form.StatusCallback}
          onChange={(event) => set("StatusCallback")(event.currentTarget.value)}
        />
        <ErrorNote fault={save.error} />
        <Group>
          <Button type="submit" loading={save.isPending}>
            {t("inbound.save")}
          </Button>
          <Text size="sm" c="dimmed" role="status">
            {save.isSuccess ? t("inbound.saved") : ""}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}

interface Handset {
  sid: string;
  phone_number: string;
  friendly_name: string;
}

/** A virtual phone texts the number: the whole way through carrier, rules and webhook, as any text takes it. */
function TryIt({ number }: { number: string }) {
  const { t } = useTranslation("numbers");
  const phones = useList<Handset>("Handset", "network/v1/Handsets", { size: 50 });
  const [from, setFrom] = useState<string | null>(null);
  const [body, setBody] = useState(t("try.example"));
  const send = useWrite<{ sid: string; message_sid?: string | null }>("HandsetMessage", "Message");
  const chosen = from ?? phones.data?.rows[0]?.phone_number ?? null;
  function go(event: FormEvent) {
    event.preventDefault();
    if (chosen)
      send.mutate({
        path: `network/v1/Handsets/${encodeURIComponent(chosen)}/Messages`,
        form: { To: number, Body: body },
      });
  }
  return (
    <form onSubmit={go}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t("try.about")}
        </Text>
        <Select
          label={t("try.phone")}
          data={[...new Set((phones.data?.rows ?? []).map((phone) => phone.phone_number))]}
          value={chosen}
          onChange={setFrom}
          allowDeselect={false}
        />
        <TextInput label={t("try.body")} value={body} onChange={(event) => setBody(event.currentTarget.value)} />
        <ErrorNote fault={phones.error ?? send.error} />
        <Group>
          <Button type="submit" variant="light" loading={send.isPending} disabled={!chosen}>
            {t("try.go")}
          </Button>
          <Text size="sm" role="status">
            {send.data?.message_sid ? (
              <Anchor component={Link} href={`/messages/${send.data.message_sid}`}>
                {t("try.see")}
              </Anchor>
            ) : send.isSuccess ? (
              <Anchor component={Link} href="/phones">
                {t("try.sent")}
              </Anchor>
            ) : (
              ""
            )}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}
