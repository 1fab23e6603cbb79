/**
 * A list of the API as a table, one page at a time; the cursor is in the address bar (`page`). Reads what `useList` gives.
 * On narrow screens only the columns that are not marked `wide` are shown.
 */
import { Button, Group, Skeleton, Table } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Page, Row } from "../wire/reading";
import { useAddress } from "./address";
import { Empty } from "./Empty";
import { ErrorNote } from "./ErrorNote";
import look from "./KeysetTable.module.css";

export interface Column<T> {
  name: string;
  title: ReactNode;
  show: (row: T) => ReactNode;
  /** Left out on narrow screens. */
  wide?: boolean;
  right?: boolean;
}

interface Wish<T> {
  /** Says what the table holds, for those who hear the page. */
  label: string;
  columns: readonly Column<T>[];
  list: { data?: Page<T> | undefined; error: unknown; isPending: boolean; isFetching: boolean; refetch: () => unknown };
  keyOf: (row: T) => string;
  /** A click on a row; the first column should hold a link to the same place for the keyboard. */
  onRow?: (row: T) => void;
  empty?: ReactNode;
  /** Set where the cursor is not to be in the address bar. */
  onPage?: (cursor: string | undefined) => void;
  /** The cursor of the page shown, if `onPage` is set. */
  page?: string | undefined;
}

/** The cursor of the page that the address bar names, for `useList`. */
export function usePageCursor(): string | undefined {
  const [query] = useAddress();
  return query.get("page") ?? undefined;
}

export function KeysetTable<T = Row>({ label, columns, list, keyOf, onRow, empty, onPage, page }: Wish<T>) {
  const { t } = useTranslation("parts");
  const [query, change] = useAddress();
  const here = onPage ? page : (query.get("page") ?? undefined);
  const turn = onPage ?? ((cursor: string | undefined) => change({ page: cursor }, true));
  if (list.error && !list.data) return <ErrorNote fault={list.error} again={() => list.refetch()} />;
  if (list.isPending) return <Skeleton h={240} radius="md" aria-label={t("loading")} />;
  const { rows = [], next, previous } = list.data ?? {};
  return (
    <>
      {list.error ? <ErrorNote fault={list.error} again={() => list.refetch()} /> : null}
      {rows.length === 0 ? (
        <div className="card">{empty ?? <Empty title={t("table.empty")} />}</div>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section className={`card ${look.scroll}`} aria-label={label} aria-busy={list.isFetching} tabIndex={0}>
          <Table highlightOnHover={Boolean(onRow)} verticalSpacing="xs" horizontalSpacing="md" aria-label={label}>
            <Table.Thead>
              <Table.Tr>
                {columns.map((column) => (
                  <Table.Th key={column.name} className={cell(column)} scope="col">
                    {column.title}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row) => (
                <Table.Tr
                  key={keyOf(row)}
                  className={onRow ? look.door : undefined}
                  onClick={
                    onRow &&
                    ((event) => {
                      const target = event.target as HTMLElement;
                      if (!target.closest("a,button,input,label") && !window.getSelection()?.toString()) onRow(row);
                    })
                  }
                >
                  {columns.map((column) => (
                    <Table.Td key={column.name} className={cell(column)}>
                      {column.show(row)}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      )}
      {(here || next || previous) && (
        <Group justify="flex-end" mt="sm" gap="xs" component="nav" aria-label={t("table.pages")}>
          <Button size="xs" variant="default" disabled={!here} onClick={() => turn(undefined)}>
            {t("table.first")}
          </Button>
          <Button size="xs" variant="default" disabled={!previous} onClick={() => turn(previous)}>
            {t("table.newer")}
          </Button>
          <Button size="xs" variant="default" disabled={!next} onClick={() => turn(next)}>
            {t("table.older")}
          </Button>
        </Group>
      )}
    </>
  );
}

function cell<T>(column: Column<T>): string {
  return [column.wide ? look.wide : "", column.right ? look.right : ""].join(" ").trim();
}
