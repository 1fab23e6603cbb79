/** How a phone's line is, as the bars of a phone. */
import type { LineState } from "./Line";
import look from "./Signal.module.css";

const BARS: Record<LineState, number> = { good: 4, slow: 2, bad: 1, none: 0 };

export function Signal({ state }: { state: LineState }) {
  const on = BARS[state];
  return (
    <span className={look.signal} data-state={state} aria-hidden>
      {[1, 2, 3, 4].map((bar) => (
        <span key={bar} style={{ height: 3 + bar * 2 }} className={bar <= on ? look.on : look.off} />
      ))}
    </span>
  );
}
