/** The rows of one kind, with the filters that it declares. */
import { Anchor, Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { Empty } from "../../parts/Empty";
import { ExportMenu } from "../../parts/ExportMenu";
import { FilterBar, type FilterField, useFilters } from "../../parts/FilterBar";
import { Heading } from "../../parts/Heading";
import { type Column, KeysetTable, usePageCursor } from "../../parts/KeysetTable";
import { Value } from "../../parts/Value";
import { type Field, type Kind, pathOf } from "../../wire/catalogue";
import { choices, plainName, shownName } from "../../wire/kinds";
import { type Row, useList } from "../../wire/reading";
import type { At } from ".";
import { ChooseParent, usePlace } from "./place";

/** In this order, what says most about a row; the rest is on its page. */
const TELLING = [
  "friendly_name",
  "unique_name",
  "name",
  "phone_number",
  "to",
  "from",
  "body",
  "status",
  "state",
  "type",
  "kind",
  "error_code",
  "value",
];
const DULL = new Set(["sid", "account_sid", "url", "uri", "links", "subresource_uris", "api_version", "date_updated"]);

export function columnsOf(kind: Kind): Field[] {
  const parents = new Set(choices(kind));
  const own = kind.fields.filter(
    (field) => !field.write_only && !DULL.has(field.name) && !parents.has(field.name) && field.name !== "date_created",
  );
  const told = TELLING.flatMap((name) => own.filter((field) => field.name === name));
  const rest = own.filter((field) => !told.includes(field) && !/object|array|dict|list/i.test(field.type));
  return [...told, ...rest].slice(0, 4);
}

export function RowTable({ catalogue, known }: At) {
  const { t } = useTranslation("resources");
  const { kind, product, slug } = known;
  const place = usePlace(kind);
  const [, go] = useLocation();
  const base = `/resources/${product.name}/${slug}`;
  const filters = filtersOf(kind);
  const chosen = useFilters(filters);
  const ready = place.missing.length === 0;
  const path = ready ? pathOf(kind, place.values) : "";
  const list = useList(kind.name, path, {
    filters: chosen,
    page: usePageCursor(),
    enabled: ready && kind.verbs.includes("list"),
  });
  const key = kind.key || "sid";
  const doorOf = (row: Row) => `${base}/${encodeURIComponent(String(row[key] ?? row.sid))}${place.query}`;
  const fetches = kind.verbs.includes("fetch");
  const title = plainName(kind.title || kind.name);

  const columns: Column<Row>[] = [
    {
      name: key,
      title: plainName(key),
      show: (row) => {
        const text = String(row[key] ?? row.sid ?? "");
        const short =
          text.length > 20 && /^[A-Z]{2}[0-9a-f]{32}$/.test(text) ? `${text.slice(0, 6)}…${text.slice(-4)}` : text;
        const label = <span className="mono">{short}</span>;
        return fetches ? (
          <Anchor component={Link} href={doorOf(row)} title={text} size="sm">
            {label}
          </Anchor>
        ) : (
          label
        );
      },
    },
    ...columnsOf(kind)
      .filter((field) => field.name !== key)
      .map((field, index) => ({
        name: field.name,
        title: plainName(field.name),
        show: (row: Row) => <Value name={shownName(field)} value={row[shownName(field)]} brief />,
        wide: index > 1,
      })),
    {
      name: "date_created",
      title: t("made"),
      show: (row) => <Value name="date_created" value={row.date_created} brief />,
      wide: true,
    },
  ];

  return (
    <>
      <Heading title={title} about={firstLine(kind.doc)}>
        {ready && kind.verbs.includes("list") && <ExportMenu path={path} filters={chosen} name={slug} />}
        {ready && kind.verbs.includes("create") && (
          <Button component={Link} href={`${base}/new${place.query}`} leftSection={<IconPlus size={16} />}>
            {t("new")}
          </Button>
        )}
      </Heading>
      {!ready ? (
        <ChooseParent catalogue={catalogue} known={known} missing={place.missing} />
      ) : (
        <>
          {filters.length > 0 && <FilterBar fields={filters} />}
          <KeysetTable
            label={title}
            columns={columns}
            list={list}
            keyOf={(row) => String(row[key] ?? row.sid)}
            {...(fetches ? { onRow: (row: Row) => go(doorOf(row)) } : {})}
            empty={<Empty title={t("empty")}>{kind.verbs.includes("create") ? t("empty_hint") : undefined}</Empty>}
          />
        </>
      )}
    </>
  );
}

export function filtersOf(kind: Kind): FilterField[] {
  return kind.fields.flatMap((field) => {
    const given = field.filter ?? [];
    // Of a moment's trio, "from" and "until" are enough.
    const shown = field.moment && given.length === 3 ? given.filter(({ parameter }) => /[<>]$/.test(parameter)) : given;
    return shown.map(({ parameter }) => ({
      name: parameter,
      label: parameter.replace(/>$/, " ≥").replace(/<$/, " ≤"),
      ...(field.choices?.length
        ? { kind: "choice" as const, choices: field.choices }
        : { kind: field.moment ? ("day" as const) : ("text" as const) }),
    }));
  });
}

/** The first paragraph of a description, as one line. */
export const firstLine = (doc: string | undefined) =>
  doc
    ?.split(/\n\s*\n/)[0]
    ?.replace(/`/g, "")
    .replace(/\s*\n\s*/g, " ");
