/** The state of something as a quiet badge: grey on its way, green good, red bad, yellow doubtful. */
import { Badge } from "@mantine/core";

const GOOD = new Set(
  "delivered read received sent completed active approved verified granted enabled open succeeded in-use ok allow allowed verified registered".split(
    " ",
  ),
);
const BAD = new Set(
  "failed undelivered busy no-answer canceled cancelled rejected revoked blocked suspended closed error denied expired deny denied absent".split(
    " ",
  ),
);
const DOUBT = new Set(
  "pending in-review in_review pending-review warning paused restricted partially-delivered unsubmitted draft held hold review".split(
    " ",
  ),
);

export function Status({ value }: { value: unknown }) {
  if (value === null || value === undefined || value === "") return <span>–</span>;
  const text = String(value);
  const low = text.toLowerCase().replaceAll("_", "-");
  const number = Number(low);
  const good = GOOD.has(low) || (number >= 200 && number < 400);
  const bad = BAD.has(low) || number >= 400;
  const color = good ? "green" : bad ? "red" : DOUBT.has(low) ? "yellow" : "gray";
  return (
    <Badge
      variant="dot"
      color={color}
      tt="none"
      fw={500}
      size="md"
      miw="max-content"
      style={{ borderColor: "var(--line)" }}
    >
      {text}
    </Badge>
  );
}
