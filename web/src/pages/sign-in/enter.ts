/** Sending a proof of who one is, and going in. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useLocation } from "wouter";
import { api, setCsrf, WireError } from "../../wire/api";
import { SESSION, type Session } from "../../wire/session";
import { spendToken } from "./token";

/** The code that a second factor is wanted beside the password or the link. */
export const WANTS_SECOND_FACTOR = 99411;

export const wantsCode = (fault: unknown) => fault instanceof WireError && fault.code === WANTS_SECOND_FACTOR;

/** Sends to a door that answers with a session. From the addresses that are for signing in only, it leads on to the console. */
export function useEnter(): (path: string, json: Record<string, unknown>) => Promise<void> {
  const queries = useQueryClient();
  const [here, go] = useLocation();
  return useCallback(
    async (path, json) => {
      const session = await api<Session>("POST", path, { json });
      setCsrf(session.csrf);
      // What was read for somebody else goes; the session's own row stays, since the page watches it.
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION[0] });
      queries.setQueryData(SESSION, session);
      // Who signs in to accept an invitation is not done yet.
      if (here.startsWith("/invitation") && path === "session") return;
      spendToken();
      if (/^\/(sign-in|first|invitation)/.test(here)) go("/", { replace: true });
    },
    [queries, here, go],
  );
}

/** Signs in by a passkey; the browser asks the person. */
export async function askPasskey(begin: string): Promise<unknown> {
  const { startAuthentication } = await import("@simplewebauthn/browser");
  const optionsJSON = await api<Parameters<typeof startAuthentication>[0]["optionsJSON"]>("POST", begin);
  return startAuthentication({ optionsJSON });
}

/** Browsers make passkeys for names only, not for addresses of digits. */
export const passkeysPossible = () => "PublicKeyCredential" in window && !/^[\d.]+$|^\[/.test(window.location.hostname);
