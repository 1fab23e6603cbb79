/** A phone number as the API writes it, and where the account's numbers are. */
import { useSession } from "../../wire/session";

export interface PhoneNumber {
  sid: string;
  phone_number: string;
  friendly_name: string;
  capabilities: Record<string, boolean>;
  sms_url: string;
  sms_method: string;
  sms_fallback_url: string;
  sms_fallback_method: string;
  sms_application_sid: string;
  status_callback: string;
  voice_url: string;
  date_created: string;
  origin: string;
  status: string;
}

export function useNumbersPath(): string {
  return `2010-04-01/Accounts/${useSession().account.sid}/IncomingPhoneNumbers`;
}

/** What a number can do, as short words in a fixed order. */
export function abilities(capabilities: Record<string, boolean> | undefined): string[] {
  const can = Object.entries(capabilities ?? {}).filter(([, yes]) => yes);
  const names = can.map(([name]) => name.toLowerCase());
  return ["voice", "sms", "mms", "fax"].filter((name) => names.includes(name));
}
