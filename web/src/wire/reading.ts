/** Reading and writing the REST API from a component. Lists are one page at a time, in the order of the server. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type Answer, answer, api, type Call, encode, type Form, type Method, rest } from "./api";

export type Row = Record<string, unknown>;

export interface Page<T = Row> {
  rows: T[];
  /** Cursors for `page`; undefined where there is none. */
  next: string | undefined;
  previous: string | undefined;
}

/** Cursors are the paging parameters of the API's own next and previous addresses. */
function cursor(url: unknown): string | undefined {
  if (typeof url !== "string" || !url) return undefined;
  const query = new URLSearchParams(url.slice(url.indexOf("?") + 1));
  const kept = new URLSearchParams();
  for (const name of ["Page", "PageToken"]) {
    const value = query.get(name);
    if (value !== null) kept.set(name, value);
  }
  return kept.toString() || undefined;
}

/** The rows of an answer of either dialect. */
export function readPage<T = Row>(body: unknown): Page<T> {
  const whole = (body ?? {}) as Record<string, unknown>;
  const meta = whole.meta as Record<string, unknown> | undefined;
  const key = typeof meta?.key === "string" ? meta.key : Object.keys(whole).find((name) => Array.isArray(whole[name]));
  const rows = key ? whole[key] : [];
  return {
    rows: Array.isArray(rows) ? (rows as T[]) : [],
    next: cursor(meta ? meta.next_page_url : whole.next_page_uri),
    previous: cursor(meta ? meta.previous_page_url : whole.previous_page_uri),
  };
}

export interface ListWish {
  /** Filters by their names on the wire, e.g. { To: "+81…", "DateSent>": "2026-01-01" }. */
  filters?: Form;
  /** Cursor of the page; the first one where absent. */
  page?: string | undefined;
  size?: number;
  enabled?: boolean;
}

/**
 * One page of a list of the REST API. `kind` is the name of the catalogue (e.g. "Message"): the list is read again when the stream
 * tells of a change of that kind. `path` as in `rest()`.
 */
export function useList<T = Row>(kind: string, path: string, wish: ListWish = {}) {
  const { filters = {}, page, size = 50, enabled = true } = wish;
  return useQuery({
    queryKey: ["rest", kind, path, filters, page ?? "", size],
    queryFn: async ({ signal }) => {
      const query = `${encode({ ...filters, PageSize: size })}${page ? `&${page}` : ""}`;
      return readPage<T>(await api("GET", `${rest(path)}?${query}`, { signal }));
    },
    enabled,
    placeholderData: keepPreviousData,
  });
}

/** One row of the REST API. */
export function useRow<T = Row>(kind: string, path: string, enabled = true) {
  return useQuery({
    queryKey: ["rest", kind, path],
    queryFn: ({ signal }) => api<T>("GET", rest(path), { signal }),
    enabled,
  });
}

/** Something of the console's own, e.g. useConsole("people", "people"); `kinds`: those whose changes make it stale. */
export function useConsole<T>(kind: string, path: string, query: Form = {}, enabled = true) {
  return useQuery({
    queryKey: ["console", kind, path, query],
    queryFn: ({ signal }) => api<T>("GET", path, { query, signal }),
    enabled,
  });
}

export interface Write extends Call {
  method?: Method;
  /** As in `rest()`, e.g. "2010-04-01/Accounts/AC…/Messages.json"; for the console's own doors begin with "console:". */
  path: string;
}

/**
 * A write to the REST API (or, with "console:…", to the console's own doors). Afterwards everything of these kinds is read again.
 * `const send = useWrite<Message>("Message"); send.mutate({ path, form: { To, From, Body } })`. Errors are `WireError`.
 */
export function useWrite<T = Row>(...kinds: string[]) {
  const queries = useQueryClient();
  return useMutation<T, Error, Write>({
    mutationFn: async ({ method = "POST", path, ...call }) => {
      // What is being removed is not read again, neither by us nor when the stream tells of it.
      if (method === "DELETE") gone.add(path);
      try {
        return await api<T>(method, path.startsWith("console:") ? path.slice(8) : rest(path), call);
      } catch (fault) {
        gone.delete(path);
        throw fault;
      }
    },
    onSuccess: () => invalidate(queries, kinds),
  });
}

/** Paths of rows that were removed: SIDs never come back. */
const gone = new Set<string>();

export function invalidate(queries: ReturnType<typeof useQueryClient>, kinds: readonly string[]): Promise<void> {
  const stale = ([, kind, path]: readonly unknown[]) => kinds.includes(String(kind)) && !gone.has(String(path));
  return queries.invalidateQueries({ predicate: (query) => stale(query.queryKey) });
}

export { type Answer, answer };
