/** The calls of a kind, and of a product's own routes, as one list for the reference. */
import type { Method } from "../../wire/api";
import type { Field, Kind, Product, Verb } from "../../wire/catalogue";
import { pascal, wireName } from "../../wire/kinds";

export interface Parameter {
  name: string;
  type: string;
  doc: string;
  required: boolean;
  longest: number | undefined;
  choices: string[];
}

export interface Call {
  id: string;
  method: Method;
  /** Template below the API's root, e.g. /messaging/v1/Services/{sid}. */
  path: string;
  verb: Verb | undefined;
  doc: string;
  parameters: Parameter[];
  /** No parameters are declared: any may be given. */
  free: boolean;
}

const METHODS: Record<Verb, Method> = { list: "GET", create: "POST", fetch: "GET", update: "POST", delete: "DELETE" };

const root = (product: string) => (product === "api" ? "" : `/${product}`);

export function callsOf(kind: Kind): Call[] {
  const legacy = kind.product === "api";
  const one = kind.key ? `${kind.path}/{${kind.key}}` : kind.path;
  return (Object.keys(METHODS) as Verb[])
    .filter((verb) => kind.verbs.includes(verb))
    .map((verb) => {
      const path = `${root(kind.product)}${verb === "list" || verb === "create" ? kind.path : one}${legacy ? ".json" : ""}`;
      const parameters =
        verb === "list" ? filters(kind) : verb === "create" || verb === "update" ? given(kind.fields, verb) : [];
      return { id: `${verb} ${path}`, method: METHODS[verb], path, verb, doc: "", parameters, free: false };
    });
}

export function otherCalls(product: Product): Call[] {
  return product.operations.map(({ method, path, doc }) => {
    const whole = `${root(product.name)}${path}${product.name === "api" && !path.endsWith(".json") ? ".json" : ""}`;
    return {
      id: `${method} ${whole}`,
      method: method as Method,
      path: whole,
      verb: undefined,
      doc: doc ?? "",
      parameters: [],
      free: true,
    };
  });
}

function filters(kind: Kind): Parameter[] {
  return kind.fields.flatMap((field) =>
    (field.filter ?? []).map(({ parameter }) => ({
      name: parameter,
      type: field.type,
      doc: field.doc ?? "",
      required: false,
      longest: undefined,
      choices: field.choices ?? [],
    })),
  );
}

function given(fields: readonly Field[], verb: "create" | "update"): Parameter[] {
  return fields
    .filter((field) => field[verb])
    .map((field) => ({
      name: wireName(field, verb) || pascal(field.name),
      type: field.type,
      doc: field.doc ?? "",
      required: Boolean(field[verb]?.required),
      longest: field[verb]?.longest ?? undefined,
      choices: field.choices ?? [],
    }))
    .sort((a, b) => Number(b.required) - Number(a.required));
}

/** The same call as a line of curl. */
export function asCurl(
  base: string,
  method: Method,
  path: string,
  form: readonly (readonly [string, string])[],
): string {
  const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const query =
    method === "GET" || method === "DELETE" ? new URLSearchParams(form.map(([a, b]) => [a, b])).toString() : "";
  const lines = [
    `curl -u "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN"${method === "GET" || method === "POST" ? "" : ` -X ${method}`}`,
  ];
  lines.push(`  ${quote(`${base}${path}${query ? `?${query}` : ""}`)}`);
  if (!query) {
    if (method === "POST" && form.length === 0) lines.push("  -X POST");
    for (const [name, value] of form) lines.push(`  --data-urlencode ${quote(`${name}=${value}`)}`);
  }
  return lines.join(" \\\n");
}
