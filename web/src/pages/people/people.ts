import type { Role } from "../../wire/session";

export const ROLES: readonly Role[] = ["owner", "admin", "developer", "support", "compliance", "reviewer"];

export interface Member {
  sid: string;
  name: string;
  email: string;
  role: Role;
  /** From the parent account. */
  inherited: boolean;
  totp: boolean;
  passkeys: number;
  last_signed_in: string | null;
  since: string;
}

export interface Invited {
  sid: string;
  email: string;
  role: Role;
  status: string;
  expires_at: string;
  date_created: string;
}

export interface SignedIn {
  sid: string;
  current: boolean;
  begun_at: string;
  seen_at: string;
  ends_at: string;
  proof: string;
  agent: string;
  address: string;
}

/** The browser and system of a User-Agent header, as a person would say it. */
export function plainAgent(agent: string): string {
  const browser = /Edg\//.test(agent)
    ? "Edge"
    : /Firefox\//.test(agent)
      ? "Firefox"
      : /Chrom(e|ium)\//.test(agent)
        ? "Chrome"
        : /Safari\//.test(agent)
          ? "Safari"
          : "";
  const system = ["Windows", "Android", "iPhone", "iPad", "Mac OS", "Linux"].find((name) => agent.includes(name)) ?? "";
  return [browser, system].filter(Boolean).join(", ") || agent.slice(0, 60);
}
