/**
 * News of the server: which kinds have changed. Nothing is polled; what is shown is read again when its kind changes. A dropped
 * connection is taken up by the browser where it broke off; after a restart (`reset`) everything is read again.
 */
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { invalidate } from "./reading";

export interface Change {
  kind: string;
  product: string;
  changes: { sid: string; what: string }[];
  more: boolean;
}

export type Line = "connecting" | "open" | "lost";

let line: Line = "connecting";
const watchers = new Set<() => void>();
const listeners = new Set<(change: Change) => void>();

function setLine(next: Line): void {
  line = next;
  for (const watch of watchers) watch();
}

/** How the connection stands, for the shell. */
export function useLine(): Line {
  return useSyncExternalStore(
    (watch) => {
      watchers.add(watch);
      return () => watchers.delete(watch);
    },
    () => line,
  );
}

/** Calls `act` for each change of these kinds, beyond the reading again that happens by itself. */
export function useChanges(kinds: readonly string[], act: (change: Change) => void): void {
  useEffect(() => {
    const listen = (change: Change) => {
      if (kinds.includes(change.kind)) act(change);
    };
    listeners.add(listen);
    return () => {
      listeners.delete(listen);
    };
  });
}

/** For the shell: keeps the stream open while somebody is signed in. `account` closes and opens it when it changes. */
export function useStream(account: string): void {
  const queries = useQueryClient();
  useEffect(() => open(queries, account), [queries, account]);
}

function open(queries: QueryClient, _account: string): () => void {
  let source: EventSource | undefined;
  let again: number | undefined;
  let wait = 1000;
  let missed = false;

  function connect(): void {
    source = new EventSource("/console/api/stream");
    source.onopen = () => {
      wait = 1000;
      setLine("open");
      // What happened between the break and now may not be told any more where the browser could not resume.
      if (missed) void queries.invalidateQueries();
      missed = false;
    };
    source.onerror = () => {
      setLine("lost");
      missed = true;
      if (source?.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      again = window.setTimeout(connect, wait);
      wait = Math.min(wait * 2, 15_000);
    };
    source.addEventListener("reset", () => void queries.invalidateQueries());
    source.addEventListener("change", (event) => {
      const change = JSON.parse((event as MessageEvent<string>).data) as Change;
      void invalidate(queries, [change.kind]);
      for (const listen of listeners) listen(change);
    });
  }

  connect();
  return () => {
    source?.close();
    window.clearTimeout(again);
  };
}
