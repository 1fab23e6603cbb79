/** The platform's clock: real, running ahead or stopped; forward by buttons or by an ISO 8601 duration. */
import { Badge, Button, Group, Popover, Stack, Text, TextInput, Tooltip } from "@mantine/core";
import { IconClock, IconClockPause, IconClockPlay, IconRotate } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../../parts/ErrorNote";
import { useWrite } from "../../wire/reading";
import type { Clock } from "./network";

const STEPS = ["PT1M", "PT15M", "PT1H", "P1D", "P7D"] as const;

export function ClockBar({ clock, now }: { clock: Clock | undefined; now: Date | undefined }) {
  const { t, i18n } = useTranslation("phones");
  const [open, setOpen] = useState(false);
  const [step, setStep] = useState("");
  const write = useWrite<Clock>("NetworkEvent");
  const set = (form: Record<string, string>) => write.mutate({ path: "network/v1/Clock", form });
  const shown =
    now &&
    new Intl.DateTimeFormat(i18n.language, {
      month: "short",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hour12: false,
    }).format(now);
  const mode = clock?.mode ?? "real";
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={300} trapFocus withinPortal shadow="md">
      <Popover.Target>
        <Button
          variant="default"
          size="sm"
          leftSection={mode === "stopped" ? <IconClockPause size={16} /> : <IconClock size={16} />}
          onClick={() => setOpen(!open)}
          aria-expanded={open}
          styles={{ label: { fontVariantNumeric: "tabular-nums" } }}
        >
          {mode === "real" ? t("clock.title") : shown}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Group justify="space-between">
            <Text size="sm" fw={600} style={{ fontVariantNumeric: "tabular-nums" }}>
              {shown}
            </Text>
            <Badge variant="light" color={mode === "real" ? "gray" : "yellow"} tt="none">
              {t(`clock.${mode}`)}
            </Badge>
          </Group>
          <Text size="xs" c="dimmed">
            {t("clock.about")}
          </Text>
          <Group gap="xs">
            {mode === "stopped" ? (
              <Button
                size="xs"
                variant="default"
                leftSection={<IconClockPlay size={14} />}
                onClick={() => set({ Mode: "running" })}
              >
                {t("clock.run")}
              </Button>
            ) : (
              <Button
                size="xs"
                variant="default"
                leftSection={<IconClockPause size={14} />}
                onClick={() => set({ Mode: "stopped" })}
              >
                {t("clock.stop")}
              </Button>
            )}
            {mode !== "real" && (
              <Button
                size="xs"
                variant="default"
                leftSection={<IconRotate size={14} />}
                onClick={() => set({ Mode: "real" })}
              >
                {t("clock.real_again")}
              </Button>
            )}
          </Group>
          <Group gap={6}>
            {STEPS.map((value) => (
              <Tooltip key={value} label={value}>
                <Button
                  size="compact-xs"
                  variant="light"
                  onClick={() => set({ Advance: value })}
                  loading={write.isPending}
                >
                  {t(`clock.step.${value}`)}
                </Button>
              </Tooltip>
            ))}
          </Group>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              set({ Advance: step.trim().toUpperCase() });
            }}
          >
            <Group gap="xs" align="flex-end">
              <TextInput
                size="xs"
                label={t("clock.advance_by")}
                placeholder="P3DT12H"
                value={step}
                onChange={(event) => setStep(event.currentTarget.value)}
                flex={1}
              />
              <Button size="xs" type="submit" disabled={!step.trim()}>
                {t("clock.advance")}
              </Button>
            </Group>
          </form>
          <ErrorNote fault={write.error} />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
