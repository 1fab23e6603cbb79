/**
 * Full text over a list. The server looks through a bounded number of rows a call and says how far it came, so a million rows stall
 * neither it nor the page: the page asks on by itself until it has a screenful, and shows how many rows were looked at.
 */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, encode, type Form } from "./api";
import type { Row } from "./reading";

interface Found<T> {
  rows: T[];
  next: string | null;
  scanned: number;
  done: boolean;
}

const SCREENFUL = 30;

export function useFind<T = Row>(kind: string, path: string, words: string, filters: Form = {}) {
  const query = encode(filters);
  const whole = `/${path}${query ? `?${query}` : ""}`;
  const found = useInfiniteQuery({
    queryKey: ["find", kind, whole, words],
    queryFn: ({ pageParam, signal }) =>
      api<Found<T>>("GET", "find", { query: { path: whole, q: words, after: pageParam || undefined }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => (last.done ? undefined : (last.next ?? undefined)),
    enabled: Boolean(words) && Boolean(path),
    refetchOnMount: false,
  });
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? [];
  const scanned = found.data?.pages.reduce((sum, page) => sum + page.scanned, 0) ?? 0;
  const { hasNextPage, isFetching, isError, fetchNextPage } = found;
  const pages = found.data?.pages.length ?? 0;
  const wanted = rows.length < SCREENFUL && hasNextPage && !isFetching && !isError;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `pages` starts the next look after each answer
  useEffect(() => {
    if (wanted) void fetchNextPage();
  }, [wanted, pages, fetchNextPage]);
  return { found, rows, scanned, done: !hasNextPage, looking: isFetching, more: () => void fetchNextPage() };
}
