/** Registrations of senders: brands and campaigns for US long codes, toll-free numbers. Each fault with its field and its remedy. */
import { Anchor, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Empty } from "../../parts/Empty";
import { ErrorCode, ErrorNote } from "../../parts/ErrorNote";
import { Heading } from "../../parts/Heading";
import { Sid } from "../../parts/Sid";
import { Status } from "../../parts/Status";
import { Time } from "../../parts/Time";
import { type Row, useList } from "../../wire/reading";
import { SERVICES, type Service } from "../messaging-services/messaging-service";

interface Fault {
  code: number;
  fields: string[];
  words: string;
}

/** Faults of a registration, however its API calls them. */
function faultsOf(row: Row): Fault[] {
  const listed = (row.errors ?? row.rejection_reasons ?? []) as Record<string, unknown>[];
  return listed.map((fault) => ({
    code: Number(fault.error_code ?? fault.code ?? 0),
    fields: Array.isArray(fault.fields) ? fault.fields.map(String) : [],
    words: String(fault.description ?? fault.reason ?? ""),
  }));
}

export default function Registrations() {
  const { t } = useTranslation("registrations");
  const brands = useList("BrandRegistration", "messaging/v1/a2p/BrandRegistrations");
  const services = useList<Service>("Service", SERVICES, { size: 100 });
  const tollfree = useList("TollfreeVerification", "messaging/v1/Tollfree/Verifications");
  return (
    <>
      <Heading title={t("title")} about={t("about")} />
      <Stack gap="xl">
        <Section title={t("brands")} make="/resources/messaging/BrandRegistration/new" list={brands}>
          {(row) => <Registration key={String(row.sid)} row={row} name={String(row.brand_type ?? row.sid)} />}
        </Section>
        <section>
          <Title order={2} mb="sm">
            {t("campaigns")}
          </Title>
          <ErrorNote fault={services.error} />
          <Stack gap="sm">
            {(services.data?.rows ?? []).map((service) => (
              <Campaigns key={service.sid} service={service} />
            ))}
            {services.data?.rows.length === 0 && (
              <div className="card">
                <Empty title={t("no_service")}>
                  <Anchor component={Link} href="/services">
                    {t("no_service_do")}
                  </Anchor>
                </Empty>
              </div>
            )}
          </Stack>
        </section>
        <Section title={t("tollfree")} make="/resources/messaging/TollfreeVerification/new" list={tollfree}>
          {(row) => (
            <Registration
              key={String(row.sid)}
              row={row}
              name={String(row.tollfree_phone_number ?? row.business_name ?? row.sid)}
            />
          )}
        </Section>
      </Stack>
    </>
  );
}

interface Wish {
  title: string;
  make: string;
  list: ReturnType<typeof useList<Row>>;
  children: (row: Row) => React.ReactNode;
}

function Section({ title, make, list, children }: Wish) {
  const { t } = useTranslation("registrations");
  return (
    <section>
      <Group justify="space-between" mb="sm">
        <Title order={2}>{title}</Title>
        <Button component={Link} href={make} variant="light" size="xs">
          {t("make")}
        </Button>
      </Group>
      <ErrorNote fault={list.error} again={() => list.refetch()} />
      {list.data?.rows.length === 0 && (
        <div className="card">
          <Empty title={t("none")} />
        </div>
      )}
      <Stack gap="sm">{(list.data?.rows ?? []).map(children)}</Stack>
    </section>
  );
}

function Campaigns({ service }: { service: Service }) {
  const { t } = useTranslation("registrations");
  const list = useList("Campaign", `${SERVICES}/${service.sid}/Compliance/Usa2p`);
  const rows = list.data?.rows ?? [];
  if (rows.length > 0) {
    return rows.map((row) => (
      <Registration
        key={String(row.sid)}
        row={row}
        name={`${service.friendly_name} · ${String(row.us_app_to_person_usecase ?? "")}`}
      />
    ));
  }
  return (
    <Group className="card" p="md" justify="space-between">
      <Text size="sm">{t("unregistered", { service: service.friendly_name })}</Text>
      <ErrorNote fault={list.error} />
      <Button
        component={Link}
        href={`/resources/messaging/Campaign/new?messaging_service_sid=${service.sid}`}
        variant="light"
        size="xs"
      >
        {t("make")}
      </Button>
    </Group>
  );
}

function Registration({ row, name }: { row: Row; name: string }) {
  const { t } = useTranslation("registrations");
  const faults = faultsOf(row);
  const [open, setOpen] = useState(faults.length > 0);
  return (
    <section className="card" style={{ padding: 16 }} aria-label={name}>
      <Group justify="space-between">
        <Group gap="md">
          <Status value={row.campaign_status ?? row.status} />
          <Text fw={500}>{name}</Text>
          <Sid sid={String(row.sid)} to={`/timeline/${String(row.sid)}`} />
        </Group>
        <Group gap="md">
          <Time at={row.date_created} short />
          {faults.length > 0 && (
            <Button size="compact-sm" variant="subtle" onClick={() => setOpen(!open)} aria-expanded={open}>
              {t("faults", { count: faults.length })}
            </Button>
          )}
        </Group>
      </Group>
      {open && faults.length > 0 && (
        <ul style={{ margin: "12px 0 0", paddingInlineStart: 20 }}>
          {faults.map((fault) => (
            <li key={`${fault.code} ${fault.fields.join()}`}>
              <Text size="sm" component="span" className="wrap">
                <b>{fault.fields.join(", ") || t("whole")}</b> – {fault.words}{" "}
              </Text>
              <ErrorCode code={fault.code} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
