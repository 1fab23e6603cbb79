/** One decision, readable: verdict, rule, clause, why, and how to mend it; signals below. */
import { Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Code } from "../../parts/Code";
import { ErrorCode } from "../../parts/ErrorNote";
import { KeyValue } from "../../parts/KeyValue";
import { Status } from "../../parts/Status";
import { Time } from "../../parts/Time";

export interface Decision {
  verdict: string;
  code: number | null;
  rule: string | null;
  clause: string | null;
  message: string | null;
  remedy: string | null;
  preset: string;
  rule_pack: string;
  decided_at: string;
  basis: string | null;
  country: string | null;
  signals: Record<string, unknown>;
  observations: unknown[];
}

export function Verdict({ decision }: { decision: Decision }) {
  const { t } = useTranslation("trust");
  const seen = Object.keys(decision.signals ?? {}).length > 0 || (decision.observations ?? []).length > 0;
  return (
    <Stack gap="md">
      <Group gap="md">
        <Status value={decision.verdict} />
        {decision.code ? <ErrorCode code={decision.code} /> : null}
        <Text fw={600}>{decision.message ?? t("verdict.fine")}</Text>
      </Group>
      <KeyValue
        rows={[
          ...(decision.rule
            ? ([
                [
                  t("column.rule"),
                  <span key="rule" className="mono">
                    {decision.rule}
                  </span>,
                ],
                [t("verdict.clause"), decision.clause],
                [t("verdict.remedy"), decision.remedy],
              ] as const)
            : []),
          [t("verdict.preset"), decision.preset],
          [t("verdict.country"), decision.country],
          [t("verdict.basis"), decision.basis],
          [t("column.at"), <Time key="at" at={decision.decided_at} exact />],
          [
            t("verdict.pack"),
            <span key="pack" className="mono wrap">
              {decision.rule_pack}
            </span>,
          ],
        ]}
      />
      {seen && (
        <Code
          text={JSON.stringify({ signals: decision.signals, observations: decision.observations }, null, 2)}
          title={t("verdict.signals")}
        />
      )}
    </Stack>
  );
}
