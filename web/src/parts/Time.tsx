/** A moment in the viewer's zone, with UTC on hover and on focus. Takes ISO 8601 and RFC 2822, as the API writes them. */
import { Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";

export function toDate(value: unknown): Date | undefined {
  if (typeof value !== "string" || !value) return undefined;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** `exact` shows fractions of the second too; `short` leaves out the year and the second. */
export function Time({ at, exact = false, short = false }: { at: unknown; exact?: boolean; short?: boolean }) {
  const { i18n } = useTranslation();
  const date = toDate(at);
  if (!date) return <span>–</span>;
  const shown = new Intl.DateTimeFormat(i18n.language, {
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    ...(short ? {} : { year: "numeric", second: "2-digit" }),
    ...(exact ? { fractionalSecondDigits: 3 } : {}),
    hour12: false,
  }).format(date);
  return (
    <Tooltip
      label={`${date.toISOString().replace("T", " ").replace("Z", "")} UTC`}
      events={{ hover: true, focus: true, touch: true }}
    >
      <time dateTime={date.toISOString()} style={{ whiteSpace: "nowrap", fontVariantNumeric: "tabular-nums" }}>
        {shown}
      </time>
    </Tooltip>
  );
}
