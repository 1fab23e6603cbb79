import "./nonce";
import { Center, Loader, MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Route, Router, Switch } from "wouter";
import { onSignedOut, WireError } from "../wire/api";
import { isSession, SESSION, SessionContext, useSessionQuery } from "../wire/session";
import { nonce } from "./nonce";
import { Shell } from "./Shell";
import { theme, variables } from "./theme";

const SignIn = lazy(() => import("../pages/sign-in"));

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // The stream says when something is stale; only a server that does not answer is asked again.
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      retry: (count, fault) => fault instanceof WireError && fault.status === 0 && count < 5,
    },
  },
});
onSignedOut(() => void queries.invalidateQueries({ queryKey: SESSION }));

export function Waiting() {
  return (
    <Center mih="40vh">
      <Loader type="dots" />
    </Center>
  );
}

function Door() {
  const session = useSessionQuery();
  if (!session.data) return <Waiting />;
  if (!isSession(session.data)) return <SignIn first={session.data.first} />;
  return (
    <SessionContext value={session.data}>
      <Switch>
        <Route path="/invitation/*?">
          <SignIn first={false} signedInAs={session.data.no_auth ? "" : session.data.person.email} />
        </Route>
        <Route>
          <Shell />
        </Route>
      </Switch>
    </SessionContext>
  );
}

export function App() {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      cssVariablesResolver={variables}
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queries}>
        <Router base="/console">
          <Suspense fallback={<Waiting />}>
            <Door />
          </Suspense>
        </Router>
      </QueryClientProvider>
    </MantineProvider>
  );
}
