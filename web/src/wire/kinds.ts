/** What a page needs to know of a declared kind: its address in the console, its parents, what may be given and asked. */
import type { Catalogue, Field, Kind, Product } from "./catalogue";
import { placeholders } from "./catalogue";

export interface Known {
  kind: Kind;
  product: Product;
  /** Its name in the console's addresses; a kind that is seen at several paths of one product has several. */
  slug: string;
}

const cache = new WeakMap<Catalogue, Known[]>();

export function allKinds(catalogue: Catalogue): Known[] {
  let found = cache.get(catalogue);
  if (!found) {
    found = catalogue.products.flatMap((product) => {
      const seen = new Map<string, number>();
      return product.kinds.map((kind) => {
        const count = (seen.get(kind.name) ?? 0) + 1;
        seen.set(kind.name, count);
        return { kind, product, slug: count === 1 ? kind.name : `${kind.name}-${count}` };
      });
    });
    cache.set(catalogue, found);
  }
  return found;
}

export function findKnown(catalogue: Catalogue, product: string, slug: string): Known | undefined {
  return allKinds(catalogue).find((known) => known.product.name === product && known.slug === slug);
}

/** The placeholders of the path that the person must choose: all but the account's. */
export function choices(kind: Kind): string[] {
  return placeholders(kind.path).filter((name) => name !== "account_sid");
}

/** The kind whose rows stand for a placeholder of this kind's path: the one whose collection is the path before it. */
export function parentOf(catalogue: Catalogue, kind: Kind, name: string): Known | undefined {
  const before = kind.path.slice(0, kind.path.indexOf(`/{${name}}`));
  return allKinds(catalogue).find(
    (known) => known.kind.product === kind.product && shape(known.kind.path) === shape(before),
  );
}

/** Kinds whose collections lie below one row of this kind. */
export function childrenOf(catalogue: Catalogue, kind: Kind): Known[] {
  const before = `${shape(kind.path)}/{}/`;
  return allKinds(catalogue).filter(
    (known) =>
      known.kind.product === kind.product &&
      shape(known.kind.path).startsWith(before) &&
      !shape(known.kind.path).slice(before.length).includes("{"),
  );
}

const shape = (path: string) => path.replace(/\{\w+\}/g, "{}");

/** messaging_service_sid -> MessagingServiceSid; from_ -> From. */
export function wireName(field: Field, write: "create" | "update" = "create"): string {
  return field[write]?.name || pascal(field.name);
}

export function pascal(name: string): string {
  return name
    .replace(/_+$/, "")
    .split("_")
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join("");
}

/** The name of a field in an answer: without the underscore that Python's keywords need. */
export const shownName = (field: Field) => field.name.replace(/_+$/, "");

/** messaging_service_sid -> Messaging service SID. */
export function plainName(name: string): string {
  const words = name
    .replace(/_+$/, "")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/_/g, " ")
    .toLowerCase()
    .replace(/\b(sid|url|sms|mms|uri|id|ip|api|ttl|ms)\b/g, (word) => word.toUpperCase());
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** What goes best for a row's name beside its SID. */
export function titleOf(row: Record<string, unknown>): string | undefined {
  for (const name of ["friendly_name", "unique_name", "name", "title", "phone_number", "description"]) {
    const value = row[name];
    if (typeof value === "string" && value) return value;
  }
  return undefined;
}
