/** Who agreed to what: the ledger, a record with its versions, and its signed receipt. */
import { Anchor, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAddress } from "../../parts/address";
import { Empty } from "../../parts/Empty";
import { ErrorNote } from "../../parts/ErrorNote";
import { FilterBar, type FilterField, useFilters } from "../../parts/FilterBar";
import { type Column, KeysetTable, usePageCursor } from "../../parts/KeysetTable";
import { KeyValue } from "../../parts/KeyValue";
import { Sid } from "../../parts/Sid";
import { Status } from "../../parts/Status";
import { Time } from "../../parts/Time";
import { address, rest } from "../../wire/api";
import { type Row, useList, useRow } from "../../wire/reading";

export function Consents() {
  const { t } = useTranslation("trust");
  const [query, change] = useAddress();
  const fields: FilterField[] = [
    { name: "Recipient", label: t("column.recipient"), kind: "search" },
    { name: "Status", label: t("column.status"), kind: "choice", choices: ["live", "lapsed", "revoked", "invalid"] },
  ];
  const list = useList("Consent", "compliance/v1/Consents", { filters: useFilters(fields), page: usePageCursor() });
  const open = query.get("consent");
  const columns: Column<Row>[] = [
    {
      name: "recipient",
      title: t("column.recipient"),
      show: (row) => <span className="mono">{String(row.recipient ?? "–")}</span>,
    },
    { name: "status", title: t("column.status"), show: (row) => <Status value={row.status} /> },
    { name: "types", title: t("consents.types"), show: (row) => list_of(row.types), wide: true },
    { name: "method", title: t("consents.method"), show: (row) => String(row.method ?? row.basis ?? "–"), wide: true },
    {
      name: "at",
      title: t("consents.captured"),
      show: (row) => <Time at={row.captured_at ?? row.date_created} short />,
    },
  ];
  return (
    <>
      <FilterBar fields={fields} />
      {open && <Record sid={open} close={() => change({ consent: undefined })} />}
      <KeysetTable
        label={t("part.consents")}
        columns={columns}
        list={list}
        keyOf={(row) => String(row.sid)}
        onRow={(row) => change({ consent: String(row.sid) === open ? undefined : String(row.sid) })}
        empty={<Empty title={t("consents.none")}>{t("consents.none_do")}</Empty>}
      />
    </>
  );
}

function list_of(value: unknown): string {
  return Array.isArray(value) ? value.join(", ") : String(value ?? "–");
}

function Record({ sid, close }: { sid: string; close: () => void }) {
  const { t } = useTranslation("trust");
  const path = `compliance/v1/Consents/${sid}`;
  const row = useRow("Consent", path);
  const versions = useList("ConsentVersion", `${path}/Versions`, { size: 20 });
  if (row.error) return <ErrorNote fault={row.error} />;
  if (!row.data) return null;
  const consent = row.data;
  return (
    <section className="card" style={{ padding: 20, marginBottom: 16 }}>
      <Stack gap="md">
        <Group justify="space-between">
          <Title order={2}>{t("consents.record", { who: String(consent.recipient ?? "") })}</Title>
          <Group gap="xs">
            <Anchor href={address(rest(`${path}/Receipt`))} download={`receipt-${sid}.json`} size="sm">
              {t("consents.receipt")}
            </Anchor>
            {consent.proof_kind ? (
              <Anchor href={address(rest(`${path}/Proof`))} download size="sm">
                {t("consents.proof")}
              </Anchor>
            ) : null}
            <Button size="compact-sm" variant="default" onClick={close}>
              {t("close")}
            </Button>
          </Group>
        </Group>
        <KeyValue
          rows={[
            ["SID", <Sid key="sid" sid={sid} whole />],
            [t("column.status"), <Status key="status" value={consent.status} />],
            [t("consents.method"), String(consent.method ?? consent.basis ?? "")],
            [t("consents.types"), list_of(consent.types)],
            [
              t("consents.wording"),
              consent.wording ? (
                <span key="w" className="wrap">
                  {String(consent.wording)}
                </span>
              ) : null,
            ],
            [
              t("consents.source"),
              consent.source_url ? (
                <span key="u" className="wrap">
                  {String(consent.source_url)}
                </span>
              ) : null,
            ],
            [
              t("consents.proof_hash"),
              consent.proof_hash ? (
                <span key="h" className="mono wrap">
                  {String(consent.proof_hash)}
                </span>
              ) : null,
            ],
            [t("consents.captured"), <Time key="at" at={consent.captured_at} />],
          ]}
        />
        <div>
          <Title order={3} mb={4}>
            {t("consents.versions")}
          </Title>
          {(versions.data?.rows ?? []).map((version) => (
            <Group key={String(version.sid ?? version.revision)} gap="md">
              <Text size="sm">{String(version.revision ?? "")}</Text>
              <Status value={version.status} />
              <Time at={version.date_created} />
              <Text size="sm" c="dimmed">
                {String(version.reason ?? "")}
              </Text>
            </Group>
          ))}
          <Text size="xs" c="dimmed" mt={6}>
            {t("consents.verify")}
          </Text>
        </div>
      </Stack>
    </section>
  );
}
