/** The compliance matrix: each requirement, how far it is met, and by which tests. */
import { Progress, Stack, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../../parts/ErrorNote";
import { FilterBar, type FilterField, useFilters } from "../../parts/FilterBar";
import { Status } from "../../parts/Status";
import { useRow } from "../../wire/reading";

interface Requirement {
  id: string;
  title: string;
  area: string;
  status: string;
  tests: string[];
  lacks: string;
}

export function Matrix() {
  const { t } = useTranslation("trust");
  const fields: FilterField[] = [
    { name: "state", label: t("column.status"), kind: "choice", choices: ["done", "partial", "later"] },
    { name: "words", label: t("matrix.words"), kind: "search" },
  ];
  const { state, words } = useFilters(fields);
  const matrix = useRow<{ requirements: Requirement[] }>("Matrix", "compliance/v1/Matrix");
  const all = matrix.data?.requirements ?? [];
  const wanted = (words ?? "").toLowerCase();
  const rows = all.filter(
    (row) =>
      (!state || row.status === state) &&
      (!wanted || `${row.id} ${row.title} ${row.area} ${row.lacks}`.toLowerCase().includes(wanted)),
  );
  const share = (status: string) => all.filter((row) => row.status === status).length;
  return (
    <Stack gap="md">
      <ErrorNote fault={matrix.error} />
      {all.length > 0 && (
        <div>
          <Text size="sm" mb={6}>
            {t("matrix.sum", {
              done: share("done"),
              partial: share("partial"),
              later: share("later"),
              all: all.length,
            })}
          </Text>
          <Progress.Root size="md" aria-hidden>
            <Progress.Section value={(100 * share("done")) / all.length} color="green" />
            <Progress.Section value={(100 * share("partial")) / all.length} color="yellow" />
          </Progress.Root>
        </div>
      )}
      <FilterBar fields={fields} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="card" style={{ overflowX: "auto" }} tabIndex={0} aria-label={t("part.matrix")}>
        <Table verticalSpacing="xs" horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t("matrix.id")}</Table.Th>
              <Table.Th scope="col">{t("matrix.what")}</Table.Th>
              <Table.Th scope="col">{t("column.status")}</Table.Th>
              <Table.Th scope="col">{t("matrix.tests")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.id}>
                <Table.Td className="mono">{row.id}</Table.Td>
                <Table.Td>
                  <Text size="sm">{row.title}</Text>
                  {row.lacks && (
                    <Text size="xs" c="dimmed">
                      {row.lacks}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td>
                  <Status value={row.status} />
                </Table.Td>
                <Table.Td>
                  <details>
                    <summary>{row.tests.length}</summary>
                    {row.tests.map((test) => (
                      <div key={test} className="mono wrap">
                        {test}
                      </div>
                    ))}
                  </details>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </Stack>
  );
}
