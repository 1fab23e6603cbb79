/** What there is: the declared resources of the server, with fields, filters, verbs and marks. */
import { useQuery } from "@tanstack/react-query";
import { api } from "./api";

export interface FieldMark {
  required?: boolean | null;
  /** Most characters. */
  longest?: number | null;
  /** Name on the wire; Pascal case of the field's name where absent. */
  name?: string | null;
  /** Codes of errors that concern this parameter. */
  codes?: number[];
}

export interface Field {
  name: string;
  type: string;
  doc?: string;
  privacy?: string | null;
  create?: FieldMark | null;
  update?: FieldMark | null;
  filter?: { parameter: string; operator: string }[] | null;
  moment?: boolean;
  /** May be given several times. */
  many?: boolean;
  optional?: boolean;
  /** Given, never shown: an instruction or a secret. */
  write_only?: boolean;
  /** The kind whose SID it holds. */
  parent?: string | null;
  /** Words that the field takes, where it takes only some. */
  choices?: string[] | null;
}

export type Verb = "list" | "create" | "fetch" | "update" | "delete";

export interface Kind {
  name: string;
  title: string;
  prefix: string;
  product: string;
  /** Template of the collection, e.g. `/2010-04-01/Accounts/{account_sid}/Messages`. */
  path: string;
  /** The field that stands for the row in its address; empty where there is one row only, at the path itself. */
  key: string;
  list_key: string;
  verbs: Verb[];
  states?: string[] | null;
  /** Further places at which it is seen. */
  mounts?: { product: string; path: string; key: string; list_key: string; verbs: Verb[] }[];
  doc?: string;
  fields: Field[];
}

export interface Operation {
  method: string;
  path: string;
  doc?: string;
  open?: boolean;
}

export interface Product {
  name: string;
  title: string;
  kinds: Kind[];
  operations: Operation[];
}

export interface Catalogue {
  products: Product[];
}

export function useCatalogue() {
  return useQuery({
    queryKey: ["catalogue"],
    queryFn: () => api<Catalogue>("GET", "catalogue"),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The declared kind of this name, e.g. "Message". */
export function findKind(catalogue: Catalogue | undefined, name: string): Kind | undefined {
  for (const product of catalogue?.products ?? []) {
    const found = product.kinds.find((kind) => kind.name === name);
    if (found) return found;
  }
  return undefined;
}

/** The kind to which a SID belongs, by its first two letters; the first that can be fetched wins. */
export function kindOfSid(catalogue: Catalogue | undefined, sid: string): Kind | undefined {
  const prefix = sid.slice(0, 2);
  const all = (catalogue?.products ?? []).flatMap((product) => product.kinds).filter((kind) => kind.prefix === prefix);
  return all.find((kind) => kind.verbs.includes("fetch") && placeholders(kind.path).length <= 1) ?? all[0];
}

/** Names in braces of a path: `/Accounts/{account_sid}/Calls` has account_sid. */
export function placeholders(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
}

/**
 * The path of the API for a kind's collection (or, with `key`, one row) with its placeholders filled, ready for `rest()`.
 * Throws where one is missing: that is a fault of the page.
 */
export function pathOf(
  kind: Pick<Kind, "product" | "path" | "key">,
  values: Record<string, string>,
  key?: string,
): string {
  const filled = kind.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${kind.path} wants ${name}`);
    return encodeURIComponent(value);
  });
  const legacy = kind.product === "api";
  const row = key && kind.key ? `/${encodeURIComponent(key)}` : "";
  return `${legacy ? "" : `${kind.product}`}${filled}${row}${legacy ? ".json" : ""}`.replace(/^\//, "");
}
