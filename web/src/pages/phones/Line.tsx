/** The conditions of a phone's line, as switches. What its carrier does to every text is its behaviour; what it does to reports, a fault. */
import { Collapse, Switch, TextInput, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChevronDown } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../../parts/ErrorNote";
import { useWrite } from "../../wire/reading";
import look from "./Line.module.css";
import { type Behaviour, type Fault, type Handset, handsetPath } from "./network";

export type LineState = "good" | "slow" | "bad" | "none";

const BEHAVIOURS: readonly Behaviour[] = ["no_coverage", "full_inbox", "slow", "blocked", "filtered", "unassigned"];
const REPORTS = ["lost_report", "late_report", "duplicate_report"] as const;

const faultOf = (handset: Handset, faults: readonly Fault[], kind: string) =>
  faults.find((fault) => fault.kind === kind && fault.destination === handset.phone_number && fault.probability >= 1);

export function signalOf(handset: Handset, faults: readonly Fault[]): LineState {
  if (handset.behaviour === "no_coverage" || handset.behaviour === "unassigned") return "none";
  if (handset.behaviour === "slow") return "slow";
  if (handset.behaviour !== "reachable" || handset.line_type === "landline") return "bad";
  return REPORTS.some((kind) => faultOf(handset, faults, kind)) ? "bad" : "good";
}

export function Line({ handset, faults }: { handset: Handset; faults: readonly Fault[] }) {
  const { t } = useTranslation("phones");
  const [open, panel] = useDisclosure(false);
  const write = useWrite("Handset");
  const report = useWrite("Fault");
  const set = (form: Record<string, string | number>) => write.mutate({ path: handsetPath(handset), form });
  const on = [
    ...BEHAVIOURS.filter((behaviour) => behaviour === handset.behaviour),
    ...(handset.line_type === "landline" ? ["landline"] : []),
    ...REPORTS.filter((kind) => faultOf(handset, faults, kind)),
  ];
  const id = `line-${handset.sid}`;
  return (
    <div className={look.line}>
      <UnstyledButton className={look.head} onClick={panel.toggle} aria-expanded={open} aria-controls={id}>
        <span className={look.dot} data-state={signalOf(handset, faults)} aria-hidden />
        <span className={look.words}>
          {on.length ? on.map((name) => t(`line.${name}`)).join(", ") : t("line.good")}
        </span>
        <span className={look.what}>{t("line.title")}</span>
        <IconChevronDown size={16} className={open ? look.turned : ""} aria-hidden />
      </UnstyledButton>
      <Collapse expanded={open} id={id}>
        <div className={look.switches}>
          {BEHAVIOURS.map((behaviour) => (
            <Switch
              key={behaviour}
              size="sm"
              label={t(`line.${behaviour}`)}
              description={t(`line.hint.${behaviour}`)}
              checked={handset.behaviour === behaviour}
              disabled={write.isPending}
              onChange={(event) => set({ Behaviour: event.currentTarget.checked ? behaviour : "reachable" })}
            />
          ))}
          <Switch
            size="sm"
            label={t("line.landline")}
            description={t("line.hint.landline")}
            checked={handset.line_type === "landline"}
            disabled={write.isPending}
            onChange={(event) => set({ LineType: event.currentTarget.checked ? "landline" : "mobile" })}
          />
          {REPORTS.map((kind) => {
            const fault = faultOf(handset, faults, kind);
            return (
              <Switch
                key={kind}
                size="sm"
                label={t(`line.${kind}`)}
                description={t(`line.hint.${kind}`)}
                checked={fault !== undefined}
                disabled={report.isPending}
                onChange={() =>
                  report.mutate(
                    fault
                      ? { method: "DELETE", path: `network/v1/Faults/${fault.sid}` }
                      : { path: "network/v1/Faults", form: { Kind: kind, Destination: handset.phone_number } },
                  )
                }
              />
            );
          })}
          <TextInput
            type="number"
            key={handset.delay}
            size="xs"
            label={t("line.delay")}
            description={t("line.hint.delay")}
            defaultValue={handset.delay / 1000}
            min={0}
            max={86_400}
            step="any"
            onBlur={(event) => {
              const seconds = Number.parseFloat(event.currentTarget.value) || 0;
              if (Math.round(seconds * 1000) !== handset.delay) set({ Delay: Math.round(seconds * 1000) });
            }}
          />
          <ErrorNote fault={write.error ?? report.error} />
        </div>
      </Collapse>
    </div>
  );
}
