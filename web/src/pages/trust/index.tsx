/** Trust: what was decided and why, who agreed, who said stop, the rules, and the cases. Each part has its address below /trust. */
import { Tabs } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { Heading } from "../../parts/Heading";
import { hasRole, useSession } from "../../wire/session";
import { Cases } from "./Cases";
import { Consents } from "./Consents";
import { Decisions } from "./Decisions";
import { Evaluate } from "./Evaluate";
import { Matrix } from "./Matrix";
import { OptOuts } from "./OptOuts";
import { Reviews } from "./Reviews";
import { Rules } from "./Rules";

const PARTS = {
  decisions: Decisions,
  evaluate: Evaluate,
  consents: Consents,
  "opt-outs": OptOuts,
  rules: Rules,
  cases: Cases,
  reviews: Reviews,
  matrix: Matrix,
} as const;

export default function Trust() {
  const { t } = useTranslation("trust");
  const [location, go] = useLocation();
  const session = useSession();
  const names = (Object.keys(PARTS) as (keyof typeof PARTS)[]).filter(
    (name) => name !== "reviews" || hasRole(session, ["reviewer"]),
  );
  const here = location.split("/")[2] ?? "";
  return (
    <>
      <Heading title={t("title")} about={t("about")} />
      <Tabs value={here} onChange={(name) => go(`/trust/${name}`)} mb="lg" keepMounted={false}>
        <Tabs.List>
          {names.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`part.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {names.map((name) => (
          <Tabs.Panel key={name} value={name} pt="lg">
            {name === here && <Part name={name} />}
          </Tabs.Panel>
        ))}
      </Tabs>
      <Switch>
        {names.map((name) => (
          <Route key={name} path={`/trust/${name}/*?`} />
        ))}
        <Route>
          <Redirect to="/trust/decisions" replace />
        </Route>
      </Switch>
    </>
  );
}

function Part({ name }: { name: keyof typeof PARTS }) {
  const View = PARTS[name];
  return <View />;
}
