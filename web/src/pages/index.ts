/**
 * Every page of the console. A page is one line: its path (wouter's grammar), how it is loaded, its name in the navigation
 * (`nav.<label>` in words/<language>/shell.json; none: not in the navigation), its icon and the roles that need it
 * (absent: everybody; owner and admin see all). They stand here in the order of the navigation; the first match wins.
 */
import {
  IconAddressBook,
  IconApi,
  IconCertificate,
  IconChartBar,
  IconDeviceMobile,
  IconHash,
  IconList,
  IconLock,
  IconReceipt,
  IconShieldCheck,
  IconUserCircle,
  IconUsers,
  IconUsersGroup,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { Role } from "../wire/session";

export interface PageEntry {
  path: string;
  load: () => Promise<{ default: ComponentType }>;
  label?: string;
  icon?: ComponentType<{ size?: number; stroke?: number }>;
  roles?: readonly Role[];
  /** Where the navigation leads, if the path has parameters. */
  to?: string;
}

export const PAGES: readonly PageEntry[] = [
  { path: "/overview", load: () => import("./overview"), label: "overview", icon: IconChartBar },
  { path: "/phones", load: () => import("./phones"), label: "phones", icon: IconDeviceMobile },
  { path: "/messages/:sid", load: () => import("./timeline") },
  { path: "/timeline/:sid", load: () => import("./timeline") },
  { path: "/logs/:log?", load: () => import("./logs"), label: "logs", icon: IconList },
  { path: "/numbers/*?", load: () => import("./numbers"), label: "numbers", icon: IconHash },
  { path: "/services/*?", load: () => import("./messaging-services"), label: "services", icon: IconUsersGroup },
  { path: "/registrations", load: () => import("./registrations"), label: "registrations", icon: IconCertificate },
  { path: "/trust/*?", load: () => import("./trust"), label: "trust", icon: IconShieldCheck },
  { path: "/usage/*?", load: () => import("./usage"), label: "usage", icon: IconReceipt },
  { path: "/developers/*?", load: () => import("./developers"), label: "developers", icon: IconApi },
  { path: "/resources/*?", load: () => import("./resources"), label: "resources", icon: IconAddressBook },
  { path: "/people", load: () => import("./people"), label: "people", icon: IconUsers, roles: [] },
  {
    path: "/privacy",
    load: () => import("./privacy"),
    label: "privacy",
    icon: IconLock,
    roles: [],
  },
  { path: "/account/*?", load: () => import("./account"), label: "account", icon: IconUserCircle },
];
