/** Who is signed in, as which account, and what they may do. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { api, setCsrf, WireError } from "./api";

export type Role = "owner" | "admin" | "developer" | "support" | "compliance" | "reviewer";

export interface Session {
  person: {
    sid: string;
    name: string;
    email: string;
    language: string;
    totp: boolean;
    recovery_codes: number;
    passkeys: number;
    password_set_at: string | null;
  };
  account: { sid: string; name: string; status: string };
  accounts: { sid: string; name: string; role: Role }[];
  role: Role;
  csrf: string;
  /** Until when dangerous acts go without asking again; ISO 8601. */
  fresh_until: string | null;
  mode: string;
  no_auth: boolean;
  capabilities: string[];
}

/** Nobody is signed in; `first`: the owner is not made yet. */
export interface Nobody {
  first: boolean;
}

export const SESSION = ["session"] as const;

async function readSession(): Promise<Session | Nobody> {
  try {
    const session = await api<Session>("GET", "session");
    setCsrf(session.csrf);
    return session;
  } catch (fault) {
    if (fault instanceof WireError && fault.status === 401) return { first: fault.body.first === true };
    throw fault;
  }
}

export function isSession(answer: Session | Nobody): answer is Session {
  return "person" in answer;
}

/** For the shell: everybody else uses `useSession`. */
export function useSessionQuery() {
  return useQuery({ queryKey: SESSION, queryFn: readSession, staleTime: Number.POSITIVE_INFINITY, retry: 5 });
}

export const SessionContext = createContext<Session | undefined>(undefined);

/** The session; only below the shell, where somebody is signed in. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession outside of the shell");
  return session;
}

/** Reads the session again, after signing in or out or changing the account. */
export function useRefreshSession(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await queries.invalidateQueries({ queryKey: SESSION });
  };
}

/** Whether one of these roles is the person's own. Owner and admin may all that the others may. */
export function hasRole(session: Session, roles: readonly Role[] | undefined): boolean {
  return !roles || session.role === "owner" || session.role === "admin" || roles.includes(session.role);
}
