/** One value of a row, shown by what it is: moments, SIDs that lead somewhere, addresses, codes of errors, lists, all else as text. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "../wire/catalogue";
import { allKinds, choices } from "../wire/kinds";
import { Code } from "./Code";
import { ErrorCode } from "./ErrorNote";
import { Sid } from "./Sid";
import { Status } from "./Status";
import { Time, toDate } from "./Time";

const SID = /^[A-Z]{2}[0-9a-f]{32}$/;
const STATES = new Set(["status", "state", "verdict", "log_level", "outcome"]);

/** `brief`: for the cell of a table, one line. */
export function Value({ name, value, brief = false }: { name: string; value: unknown; brief?: boolean }) {
  const { t } = useTranslation("parts");
  const to = useSidPage(value);
  if (value === null || value === undefined || value === "") return <span>–</span>;
  if (typeof value === "boolean") return <span>{t(value ? "yes" : "no")}</span>;
  if (STATES.has(name)) return <Status value={value} />;
  if (name === "error_code") return <ErrorCode code={value} />;
  if (typeof value === "string") {
    if (SID.test(value)) return <Sid sid={value} whole={!brief} {...(to ? { to } : {})} />;
    if (/date|_at$|time|until|since/.test(name) && value.length > 15 && toDate(value))
      return <Time at={value} short={brief} />;
    if (brief) return <span>{value.length > 80 ? `${value.slice(0, 80)}…` : value}</span>;
    if (value.includes("\n") || value.length > 240) return <Code text={value} />;
    return <span className="wrap">{value}</span>;
  }
  if (typeof value === "object") {
    const text = JSON.stringify(value, null, brief ? 0 : 2);
    if (text === "{}" || text === "[]") return <span>–</span>;
    if (brief) return <span className="mono">{text.length > 60 ? `${text.slice(0, 60)}…` : text}</span>;
    return <Code text={text} />;
  }
  return (
    <Text span inherit style={{ fontVariantNumeric: "tabular-nums" }}>
      {String(value)}
    </Text>
  );
}

/** Where a SID leads: to its detail, if it can be fetched by itself. */
export function useSidPage(value: unknown): string | undefined {
  const catalogue = useCatalogue();
  if (typeof value !== "string" || !SID.test(value) || !catalogue.data) return undefined;
  if (/^(SM|MM)/.test(value)) return `/timeline/${value}`;
  const known = allKinds(catalogue.data).find(
    ({ kind }) =>
      kind.prefix === value.slice(0, 2) &&
      kind.verbs.includes("fetch") &&
      kind.key === "sid" &&
      choices(kind).length === 0,
  );
  return known && `/resources/${known.product.name}/${known.slug}/${value}`;
}
