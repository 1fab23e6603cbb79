/** One's own things: profile, sign-in and its second factors, sessions; and the account that one acts in. */
import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Redirect, Route, Switch } from "wouter";
import { Heading } from "../../parts/Heading";
import { SubNav } from "../../parts/SubNav";
import { hasRole, useSession } from "../../wire/session";
import { AccountSettings } from "./AccountSettings";
import { Authenticator } from "./Authenticator";
import { Passkeys } from "./Passkeys";
import { Password } from "./Password";
import { Profile } from "./Profile";
import { Sessions } from "./Sessions";
import { Subaccounts } from "./Subaccounts";

export default function Account() {
  const { t } = useTranslation("account");
  const session = useSession();
  const parts = ["profile", ...(session.no_auth ? [] : ["security"]), ...(hasRole(session, []) ? ["settings"] : [])];
  return (
    <>
      <Heading title={t("title")} />
      <SubNav links={parts.map((name) => ({ to: `/account/${name}`, title: t(`tab.${name}`) }))} />
      <Stack gap="lg" maw={760}>
        <Switch>
          <Route path="/account/profile">
            <Profile />
          </Route>
          <Route path="/account/security">
            <Password />
            <Passkeys />
            <Authenticator />
            <Sessions />
          </Route>
          <Route path="/account/settings">
            <AccountSettings />
            <Subaccounts />
          </Route>
          <Route>
            <Redirect to="/account/profile" replace />
          </Route>
        </Switch>
      </Stack>
    </>
  );
}
