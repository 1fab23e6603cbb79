/** One log: the page that the filters and the cursor of the address bar name, or what a full-text search has found so far. */
import { Button, Group, Loader, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useAddress } from "../../parts/address";
import { Empty } from "../../parts/Empty";
import { ErrorNote } from "../../parts/ErrorNote";
import { FilterBar, type FilterField, useFilters } from "../../parts/FilterBar";
import { type Column, KeysetTable, usePageCursor } from "../../parts/KeysetTable";
import { useFind } from "../../wire/finding";
import { type Row, useList } from "../../wire/reading";
import { useSession } from "../../wire/session";
import { LogRow } from "./LogRow";
import type { Log } from "./tabs";

export function LogTable({ log }: { log: Log }) {
  const { t } = useTranslation("logs");
  const session = useSession();
  const [query, change] = useAddress();
  const [, go] = useLocation();
  const search: FilterField = { name: "q", label: t("search"), kind: "search", width: 240 };
  const fields = log.filters(t);
  const filters = useFilters(fields);
  const words = query.get("q") ?? "";
  const open = query.get("open") ?? "";
  const onRow = (row: Row) => {
    if (log.to) go(log.to(row));
    else change({ open: String(row.sid) }, true);
  };
  const table = { log, path: log.path(session.account.sid), filters, onRow };
  return (
    <>
      <FilterBar fields={[search, ...fields]} />
      {words ? <FoundRows key={words} {...table} words={words} /> : <AllRows {...table} />}
      {open && <LogRow log={log} sid={open} onClose={() => change({ open: undefined })} />}
    </>
  );
}

interface Wish {
  log: Log;
  path: string;
  filters: Record<string, string>;
  onRow: (row: Row) => void;
}

function useColumns(log: Log, onRow: (row: Row) => void): Column<Row>[] {
  const { t } = useTranslation("logs");
  const columns = log.columns(t);
  if (log.to) return columns;
  const [first, ...rest] = columns as [Column<Row>, ...Column<Row>[]];
  // What a click on the row does, the keyboard does by this button.
  const show = (row: Row) => (
    <Button variant="transparent" size="compact-sm" px={0} fw={400} onClick={() => onRow(row)}>
      {first.show(row)}
      <span className="sr-only"> {String(row.sid)}</span>
    </Button>
  );
  return [{ ...first, show }, ...rest];
}

function AllRows({ log, path, filters, onRow }: Wish) {
  const { t } = useTranslation("logs");
  const list = useList(log.kind, path, { filters, page: usePageCursor() });
  const filtered = Object.keys(filters).length > 0;
  return (
    <KeysetTable
      label={t(`tab.${log.name}`)}
      columns={useColumns(log, onRow)}
      list={list}
      keyOf={(row) => String(row.sid)}
      onRow={onRow}
      empty={<Empty title={filtered ? t("none_fit") : t("none")}>{filtered ? undefined : t(`hint.${log.name}`)}</Empty>}
    />
  );
}

function FoundRows({ log, path, filters, onRow, words }: Wish & { words: string }) {
  const { t, i18n } = useTranslation("logs");
  const { found, rows, scanned, done, looking, more } = useFind(log.kind, path, words, filters);
  const columns = useColumns(log, onRow);
  const number = scanned.toLocaleString(i18n.language);
  return (
    <>
      <Group gap="xs" mb="sm" role="status" mih={24}>
        {looking && <Loader size="xs" />}
        <Text size="sm" c="dimmed">
          {done && !looking
            ? t("looked_all", { found: rows.length, scanned: number })
            : t("looked", { found: rows.length, scanned: number })}
        </Text>
      </Group>
      {found.error && rows.length === 0 ? (
        <ErrorNote fault={found.error} again={() => void found.refetch()} />
      ) : (
        (rows.length > 0 || done) && (
          <KeysetTable
            label={t(`tab.${log.name}`)}
            columns={columns}
            list={{
              data: { rows, next: undefined, previous: undefined },
              error: found.error,
              isPending: false,
              isFetching: looking,
              refetch: found.refetch,
            }}
            keyOf={(row) => String(row.sid)}
            onRow={onRow}
            empty={<Empty title={t("none_fit")} />}
            page={undefined}
            onPage={() => undefined}
          />
        )
      )}
      {!done && !looking && (
        <Button variant="default" mt="sm" onClick={more}>
          {t("look_on")}
        </Button>
      )}
    </>
  );
}
