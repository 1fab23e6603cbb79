/** Decisions: every text was judged at accept and at dispatch; here is how, by which rule, and what would mend it. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAddress } from "../../parts/address";
import { Empty } from "../../parts/Empty";
import { ErrorCode } from "../../parts/ErrorNote";
import { FilterBar, type FilterField, useFilters } from "../../parts/FilterBar";
import { type Column, KeysetTable, usePageCursor } from "../../parts/KeysetTable";
import { Sid } from "../../parts/Sid";
import { Status } from "../../parts/Status";
import { Time } from "../../parts/Time";
import { useList } from "../../wire/reading";
import { type Decision, Verdict } from "./Verdict";

interface Kept extends Decision {
  sid: string;
  message_sid: string | null;
  stage: string;
  sender: string;
}

export function Decisions() {
  const { t } = useTranslation("trust");
  const [query, change] = useAddress();
  const fields: FilterField[] = [
    {
      name: "Verdict",
      label: t("column.verdict"),
      kind: "choice",
      choices: ["allow", "repair", "defer", "fail", "refuse"],
    },
    { name: "Rule", label: t("column.rule"), width: 180 },
    { name: "MessageSid", label: t("column.message"), kind: "search", width: 300 },
  ];
  const list = useList<Kept>("DecisionRecord", "compliance/v1/Decisions", {
    filters: useFilters(fields),
    page: usePageCursor(),
  });
  const open = query.get("decision");
  const columns: Column<Kept>[] = [
    { name: "at", title: t("column.at"), show: (row) => <Time at={row.decided_at} short /> },
    { name: "verdict", title: t("column.verdict"), show: (row) => <Status value={row.verdict} /> },
    { name: "rule", title: t("column.rule"), show: (row) => row.rule ?? "–" },
    { name: "code", title: t("column.code"), show: (row) => <ErrorCode code={row.code} />, wide: true },
    { name: "stage", title: t("column.stage"), show: (row) => row.stage, wide: true },
    {
      name: "message",
      title: t("column.message"),
      show: (row) => (row.message_sid ? <Sid sid={row.message_sid} to={`/messages/${row.message_sid}`} /> : "–"),
      wide: true,
    },
  ];
  const chosen = list.data?.rows.find((row) => row.sid === open);
  return (
    <>
      <FilterBar fields={fields} />
      {chosen && (
        <section className="card" style={{ padding: 20, marginBottom: 16 }} aria-live="polite">
          <Verdict decision={chosen} />
        </section>
      )}
      <KeysetTable
        label={t("part.decisions")}
        columns={columns}
        list={list}
        keyOf={(row) => row.sid}
        onRow={(row) => change({ decision: row.sid === open ? undefined : row.sid })}
        empty={<Empty title={t("decisions.none")}>{t("decisions.none_do")}</Empty>}
      />
      <Text size="xs" c="dimmed" mt="sm">
        {t("decisions.note")}
      </Text>
    </>
  );
}
