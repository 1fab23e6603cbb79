/** Messages, requests, webhooks, alerts, events: each a list with filters in the address bar, full text and export. */
import { useTranslation } from "react-i18next";
import { Redirect, useParams } from "wouter";
import { ExportMenu } from "../../parts/ExportMenu";
import { useFilters } from "../../parts/FilterBar";
import { Heading } from "../../parts/Heading";
import { SubNav } from "../../parts/SubNav";
import { useSession } from "../../wire/session";
import { LogTable } from "./LogTable";
import { LOGS } from "./tabs";

export default function Logs() {
  const { t } = useTranslation("logs");
  const session = useSession();
  const { log = "" } = useParams();
  const shown = LOGS.find(({ name }) => name === log);
  const filters = useFilters(shown?.filters(t) ?? []);
  if (!shown) return <Redirect to="/logs/messages" replace />;
  return (
    <>
      <Heading title={t("title")} about={t(`about.${shown.name}`)}>
        <ExportMenu path={shown.path(session.account.sid)} filters={filters} name={shown.name} />
      </Heading>
      <SubNav links={LOGS.map(({ name }) => ({ to: `/logs/${name}`, title: t(`tab.${name}`) }))} />
      <LogTable key={shown.name} log={shown} />
    </>
  );
}
