/** How strictly the account is judged: its preset, each rule with what it does, and the packs with their dates. */
import { Alert, Group, SegmentedControl, Select, Stack, Table, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ErrorCode, ErrorNote } from "../../parts/ErrorNote";
import { useRow, useWrite } from "../../wire/reading";

interface Policy {
  preset: string | null;
  default_preset: string;
  modes: Record<string, string>;
  in_force: { preset: string; modes: Record<string, string>; floor: unknown };
}

interface Rule {
  id: string;
  clause: string;
  code: number | null;
  modes: Record<string, string>;
  mode_in_force: string;
}

interface Pack {
  id: string;
  title: string;
  jurisdictions: string[];
  effective_from: string;
  effective_to: string | null;
  source: string;
  reviewed_on: string;
}

const MODES = ["off", "observe", "warn", "repair", "block"];

export function Rules() {
  const { t } = useTranslation("trust");
  const policy = useRow<Policy>("Policy", "compliance/v1/Policy");
  const rules = useRow<{ rules: Rule[] }>("Policy", "compliance/v1/Rules");
  const packs = useRow<{ hash: string; rule_packs: Pack[] }>("RulePack", "compliance/v1/RulePacks");
  const save = useWrite("Policy");
  const own = policy.data?.modes ?? {};
  const set = (form: Record<string, string>) => save.mutate({ path: "compliance/v1/Policy", form });
  function mode(rule: string, chosen: string | null) {
    const { [rule]: _, ...others } = own;
    set({ Modes: JSON.stringify(chosen ? { ...others, [rule]: chosen } : others) });
  }
  return (
    <Stack gap="xl">
      <ErrorNote fault={policy.error ?? rules.error ?? packs.error ?? save.error} />
      {policy.data && (
        <section>
          <Title order={2} mb="xs">
            {t("rules.preset")}
          </Title>
          <Group gap="md">
            <SegmentedControl
              aria-label={t("rules.preset")}
              data={[
                { value: "", label: t("rules.default", { preset: policy.data.default_preset }) },
                { value: "twilio", label: "twilio" },
                { value: "policy", label: "policy" },
                { value: "strict", label: "strict" },
              ]}
              value={policy.data.preset ?? ""}
              onChange={(preset) => set({ Preset: preset })}
            />
            <Text size="sm" c="dimmed" maw={520}>
              {t(`rules.${policy.data.in_force.preset}_about`)}
            </Text>
          </Group>
          {policy.data.in_force.floor ? (
            <Alert mt="sm" color="yellow">
              {t("rules.floor")}
            </Alert>
          ) : null}
        </section>
      )}
      <section>
        <Title order={2} mb="xs">
          {t("rules.title")}
        </Title>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
        <section className="card" style={{ overflowX: "auto" }} tabIndex={0} aria-label={t("rules.title")}>
          <Table verticalSpacing="xs" horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t("column.rule")}</Table.Th>
                <Table.Th scope="col">{t("verdict.clause")}</Table.Th>
                <Table.Th scope="col">{t("column.code")}</Table.Th>
                <Table.Th scope="col">{t("rules.mode")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {(rules.data?.rules ?? []).map((rule) => (
                <Table.Tr key={rule.id}>
                  <Table.Td className="mono">{rule.id}</Table.Td>
                  <Table.Td>
                    <Text size="sm">{rule.clause}</Text>
                  </Table.Td>
                  <Table.Td>
                    <ErrorCode code={rule.code} />
                  </Table.Td>
                  <Table.Td>
                    <Select
                      size="xs"
                      w={190}
                      aria-label={t("rules.mode_of", { rule: rule.id })}
                      data={[{ value: "", label: t("rules.by_preset", { mode: rule.mode_in_force }) }, ...MODES]}
                      value={own[rule.id] ?? ""}
                      onChange={(chosen) => mode(rule.id, chosen || null)}
                      allowDeselect={false}
                    />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      </section>
      <section>
        <Title order={2} mb="xs">
          {t("packs.title")}
        </Title>
        <Text size="sm" c="dimmed" mb="sm" className="wrap">
          {t("packs.about", { hash: packs.data?.hash ?? "" })}
        </Text>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
        <section className="card" style={{ overflowX: "auto" }} tabIndex={0} aria-label={t("packs.title")}>
          <Table verticalSpacing="xs" horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t("packs.pack")}</Table.Th>
                <Table.Th scope="col">{t("packs.dates")}</Table.Th>
                <Table.Th scope="col">{t("packs.reviewed")}</Table.Th>
                <Table.Th scope="col">{t("packs.source")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {(packs.data?.rule_packs ?? []).map((pack) => (
                <Table.Tr key={pack.id}>
                  <Table.Td>
                    <Text size="sm" fw={500}>
                      {pack.title}
                    </Text>
                    <Text size="xs" c="dimmed">
                      {pack.jurisdictions.join(" ")}
                    </Text>
                  </Table.Td>
                  <Table.Td style={{ whiteSpace: "nowrap" }}>
                    {pack.effective_from} – {pack.effective_to ?? ""}
                  </Table.Td>
                  <Table.Td style={{ whiteSpace: "nowrap" }}>{pack.reviewed_on}</Table.Td>
                  <Table.Td>
                    <Text size="xs">{pack.source}</Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      </section>
    </Stack>
  );
}
