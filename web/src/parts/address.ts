/** Filters live in the address bar: what is seen can be sent to somebody else, and the back button works. */
import { useCallback, useMemo } from "react";
import { useLocation, useSearch } from "wouter";

/** The query of the address, and a way to change some of it; undefined or "" takes a parameter away. */
export function useAddress(): [URLSearchParams, (changes: Record<string, string | undefined>, push?: boolean) => void] {
  const search = useSearch();
  const [location, go] = useLocation();
  const query = useMemo(() => new URLSearchParams(search), [search]);
  const change = useCallback(
    (changes: Record<string, string | undefined>, push = false) => {
      const next = new URLSearchParams(window.location.search);
      for (const [name, value] of Object.entries(changes)) {
        if (value) next.set(name, value);
        else next.delete(name);
      }
      const text = next.toString();
      go(text ? `${location}?${text}` : location, { replace: !push });
    },
    [location, go],
  );
  return [query, change];
}
