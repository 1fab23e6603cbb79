/** Names and values, one under the other; on narrow screens the value below its name. */
import type { ReactNode } from "react";
import look from "./KeyValue.module.css";

export function KeyValue({ rows }: { rows: readonly (readonly [name: ReactNode, value: ReactNode])[] }) {
  return (
    <dl className={look.list}>
      {rows.map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows keep their order
        <div key={index} className={look.row}>
          <dt className={look.name}>{name}</dt>
          <dd className={look.value}>{value === undefined || value === null || value === "" ? "–" : value}</dd>
        </div>
      ))}
    </dl>
  );
}
