/** What is held, by category: how many rows of each kind, and which fields hold contacts and contents. */
import { Anchor, Group, Skeleton, Stack, Switch, Table, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../../parts/ErrorNote";
import { rest } from "../../wire/api";
import { useConsole } from "../../wire/reading";

interface Line {
  kind: string;
  table: string;
  about: string;
  rows: number;
  fields: Record<string, string[]>;
  rows_url: string | null;
}

interface Held {
  rows: number;
  categories: { category: string; rows: number; kinds: Line[] }[];
}

export function Holdings({ address }: { address: string }) {
  const { t, i18n } = useTranslation("privacy");
  const [all, setAll] = useState(false);
  const held = useConsole<Held>("Holdings", rest("privacy/v1/Holdings"), { Address: address || undefined });
  if (held.error) return <ErrorNote fault={held.error} again={() => void held.refetch()} />;
  if (!held.data) return <Skeleton h={320} radius="md" />;
  const categories = held.data.categories.filter((category) => all || category.rows > 0);
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Text>{t("held.sum", { count: held.data.rows })}</Text>
        <Switch label={t("held.all")} checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />
      </Group>
      {categories.map((category) => (
        <section key={category.category}>
          <Title order={2} mb="xs">
            {category.category}
          </Title>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
          <section className="card" style={{ overflowX: "auto" }} tabIndex={0} aria-label={category.category}>
            <Table verticalSpacing="xs" horizontalSpacing="md">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">{t("held.kind")}</Table.Th>
                  <Table.Th scope="col" ta="right">
                    {t("held.rows")}
                  </Table.Th>
                  <Table.Th scope="col">{t("held.contact")}</Table.Th>
                  <Table.Th scope="col">{t("held.content")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {category.kinds
                  .filter((line) => all || line.rows > 0)
                  .map((line) => (
                    <Table.Tr key={line.table}>
                      <Table.Td>
                        <Text size="sm" fw={500}>
                          {line.rows > 0 && line.rows_url ? (
                            <Anchor
                              href={`/console/api/${rest(`privacy/v1/Holdings/${line.table}`)}${address ? `?Address=${encodeURIComponent(address)}` : ""}`}
                              target="_blank"
                              rel="noreferrer"
                            >
                              {line.kind}
                            </Anchor>
                          ) : (
                            line.kind
                          )}
                        </Text>
                        <Text size="xs" c="dimmed" maw={420}>
                          {line.about}
                        </Text>
                      </Table.Td>
                      <Table.Td ta="right">{line.rows.toLocaleString(i18n.language)}</Table.Td>
                      <Table.Td className="mono">{(line.fields.contact ?? []).join(", ")}</Table.Td>
                      <Table.Td className="mono">{(line.fields.content ?? []).join(", ")}</Table.Td>
                    </Table.Tr>
                  ))}
              </Table.Tbody>
            </Table>
          </section>
        </section>
      ))}
    </Stack>
  );
}
