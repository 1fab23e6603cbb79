/** Every kind of resource that the server declares: overview, list, one row, new row. All of it derives from the catalogue. */
import { Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Route, Switch, useParams } from "wouter";
import { Empty } from "../../parts/Empty";
import { ErrorNote } from "../../parts/ErrorNote";
import { type Catalogue, useCatalogue } from "../../wire/catalogue";
import { findKnown, type Known } from "../../wire/kinds";
import { KindIndex } from "./KindIndex";
import { NewRow } from "./NewRow";
import { RowPage } from "./RowPage";
import { RowTable } from "./RowTable";

export interface At {
  catalogue: Catalogue;
  known: Known;
}

export default function Resources() {
  const catalogue = useCatalogue();
  if (catalogue.error) return <ErrorNote fault={catalogue.error} again={() => void catalogue.refetch()} />;
  if (!catalogue.data) return <Skeleton h={240} />;
  const data = catalogue.data;
  return (
    <Switch>
      <Route path="/resources">
        <KindIndex catalogue={data} />
      </Route>
      <Route path="/resources/:product/:kind">
        <Found catalogue={data}>{(at) => <RowTable key={at.known.slug} {...at} />}</Found>
      </Route>
      <Route path="/resources/:product/:kind/new">
        <Found catalogue={data}>{(at) => <NewRow key={at.known.slug} {...at} />}</Found>
      </Route>
      <Route path="/resources/:product/:kind/:key">
        <Found catalogue={data}>{(at, key) => <RowPage key={`${at.known.slug} ${key}`} {...at} name={key} />}</Found>
      </Route>
    </Switch>
  );
}

function Found({ catalogue, children }: { catalogue: Catalogue; children: (at: At, key: string) => React.ReactNode }) {
  const { t } = useTranslation("resources");
  const { product = "", kind = "", key = "" } = useParams();
  const known = findKnown(catalogue, product, kind);
  if (!known) return <Empty title={t("no_kind")} />;
  return children({ catalogue, known }, decodeURIComponent(key));
}
