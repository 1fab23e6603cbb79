/** For who writes the app: set-up, keys and tokens, and the API's reference with a panel to try each call. */
import { useTranslation } from "react-i18next";
import { Redirect, Route, Switch } from "wouter";
import { Heading } from "../../parts/Heading";
import { SubNav } from "../../parts/SubNav";
import { Keys } from "./Keys";
import { Reference } from "./Reference";
import { SetUp } from "./SetUp";
import { Tokens } from "./Tokens";

export default function Developers() {
  const { t } = useTranslation("developers");
  const links = ["set-up", "keys", "reference"].map((name) => ({ to: `/developers/${name}`, title: t(`tab.${name}`) }));
  return (
    <>
      <Heading title={t("title")} about={t("about")} />
      <SubNav links={links} />
      <Switch>
        <Route path="/developers/set-up">
          <SetUp />
        </Route>
        <Route path="/developers/keys">
          <Tokens />
          <Keys />
        </Route>
        <Route path="/developers/reference/:product?/:kind?">
          <Reference />
        </Route>
        <Route>
          <Redirect to="/developers/set-up" replace />
        </Route>
      </Switch>
    </>
  );
}
