/** What goes wrong in the network: each fault with a slider for how often it strikes, and the seed by which it chooses. */
import {
  ActionIcon,
  Button,
  Drawer,
  Group,
  NumberInput,
  Select,
  Slider,
  Stack,
  Text,
  TextInput,
  Tooltip,
} from "@mantine/core";
import { IconDice5, IconTrash } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../../parts/ErrorNote";
import { useWrite } from "../../wire/reading";
import type { Fault } from "./network";

const KINDS = [
  "rejection",
  "latency",
  "lost_report",
  "late_report",
  "duplicate_report",
  "reordered_report",
  "throttle",
  "outage",
  "webhook_latency",
] as const;
const FAULTS = "network/v1/Faults";

export default function Faults({ faults, onClose }: { faults: readonly Fault[]; onClose: () => void }) {
  const { t } = useTranslation("phones");
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="md"
      title={t("faults.title")}
      closeButtonProps={{ "aria-label": t("parts:close") }}
      attributes={{ header: { role: "none" } }}
    >
      <Stack gap="lg">
        <Text size="sm" c="dimmed">
          {t("faults.about")}
        </Text>
        {faults.length === 0 && (
          <Text size="sm">
            <strong>{t("faults.none")}.</strong> {t("faults.none_hint")}
          </Text>
        )}
        {faults.map((fault) => (
          <One key={fault.sid} fault={fault} />
        ))}
        <Declare />
      </Stack>
    </Drawer>
  );
}

function One({ fault }: { fault: Fault }) {
  const { t } = useTranslation("phones");
  const write = useWrite<Fault>("Fault");
  const [share, setShare] = useState(fault.probability * 100);
  const [known, setKnown] = useState(fault.probability);
  if (known !== fault.probability) {
    setKnown(fault.probability);
    setShare(fault.probability * 100); // somebody else has moved it
  }
  /** Another seed is another fault: the API fixes a fault's seed for its life. */
  async function roll() {
    const { sid: _, kind, destination, probability } = fault;
    await write.mutateAsync({
      path: FAULTS,
      form: {
        Kind: kind,
        Destination: destination,
        Probability: probability,
        Seed: Math.floor(Math.random() * 1_000_000),
        Milliseconds: fault.milliseconds,
        UpTo: fault.up_to,
        Distribution: fault.distribution,
        Sigma: fault.sigma,
        ErrorCode: fault.error_code,
        Outcome: fault.outcome,
        Delay: fault.delay,
      },
    });
    await write.mutateAsync({ method: "DELETE", path: `${FAULTS}/${fault.sid}` });
  }
  const label = t(`faults.kind.${fault.kind}`);
  return (
    <section className="card" style={{ padding: "12px 16px 22px" }} aria-label={label}>
      <Group justify="space-between" wrap="nowrap">
        <div>
          <Text fw={600} size="sm">
            {label}
          </Text>
          <Text size="xs" c="dimmed">
            {fault.destination ? t("faults.to", { destination: fault.destination }) : t("faults.to_all")}
            {" · "}
            {detail(fault, t)}
            {t("faults.seed_is", { seed: fault.seed })}
          </Text>
        </div>
        <Group gap={2} wrap="nowrap">
          <Tooltip label={t("faults.roll")}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`${t("faults.roll")}: ${label}`}
              onClick={() => void roll()}
            >
              <IconDice5 size={18} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={t("faults.lift")}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`${t("faults.lift")}: ${label}`}
              onClick={() => write.mutate({ method: "DELETE", path: `${FAULTS}/${fault.sid}` })}
            >
              <IconTrash size={18} />
            </ActionIcon>
          </Tooltip>
        </Group>
      </Group>
      <Slider
        mt="sm"
        value={share}
        onChange={setShare}
        onChangeEnd={(value) => write.mutate({ path: `${FAULTS}/${fault.sid}`, form: { Probability: value / 100 } })}
        label={(value) => `${Math.round(value)} %`}
        thumbLabel={t("faults.share", { kind: label })}
        marks={[
          { value: 0, label: "0 %" },
          { value: 50, label: "50 %" },
          { value: 100, label: "100 %" },
        ]}
      />
      <ErrorNote fault={write.error} />
    </section>
  );
}

function detail(fault: Fault, t: TFunction<"phones">): string {
  if (fault.kind === "rejection") return `${fault.error_code} (${fault.outcome}) · `;
  if (fault.kind === "latency" || fault.kind === "webhook_latency")
    return `${fault.milliseconds} ms, ${t(`faults.spread.${fault.distribution}`)} · `;
  if (fault.kind === "late_report") return `${fault.delay} · `;
  return "";
}

function Declare() {
  const { t } = useTranslation("phones");
  const [kind, setKind] = useState<string>("rejection");
  const [destination, setDestination] = useState("");
  const [seed, setSeed] = useState<string | number>(0);
  const [share, setShare] = useState(50);
  const [code, setCode] = useState<string | number>(30008);
  const [outcome, setOutcome] = useState("undelivered");
  const [milliseconds, setMilliseconds] = useState<string | number>(2000);
  const [spread, setSpread] = useState("fixed");
  const [delay, setDelay] = useState("PT1H");
  const write = useWrite<Fault>("Fault");
  const timed = kind === "latency" || kind === "webhook_latency";

  function declare(event: FormEvent) {
    event.preventDefault();
    write.mutate({
      path: FAULTS,
      form: {
        Kind: kind,
        Destination: destination.trim() || undefined,
        Seed: Number(seed) || 0,
        Probability: share / 100,
        ...(kind === "rejection" ? { ErrorCode: Number(code), Outcome: outcome } : {}),
        ...(timed ? { Milliseconds: Number(milliseconds), Distribution: spread, UpTo: Number(milliseconds) * 2 } : {}),
        ...(kind === "late_report" ? { Delay: delay.trim().toUpperCase() } : {}),
      },
    });
  }
  return (
    <form onSubmit={declare} aria-label={t("faults.add")}>
      <Stack gap="sm">
        <Text fw={600} size="sm" component="h3" m={0}>
          {t("faults.add")}
        </Text>
        <Select
          label={t("faults.what")}
          description={t(`faults.hint.${kind}`)}
          data={KINDS.map((value) => ({ value, label: t(`faults.kind.${value}`) }))}
          value={kind}
          allowDeselect={false}
          onChange={(value) => setKind(value ?? "rejection")}
        />
        {kind === "rejection" && (
          <Group grow>
            <NumberInput label={t("faults.code")} value={code} onChange={setCode} min={30000} max={30999} />
            <Select
              label={t("faults.outcome")}
              data={["undelivered", "failed"]}
              value={outcome}
              allowDeselect={false}
              onChange={(value) => setOutcome(value ?? "undelivered")}
            />
          </Group>
        )}
        {timed && (
          <Group grow>
            <NumberInput
              label={t("faults.milliseconds")}
              value={milliseconds}
              onChange={setMilliseconds}
              min={0}
              max={86_400_000}
              suffix=" ms"
            />
            <Select
              label={t("faults.distribution")}
              data={["fixed", "uniform", "lognormal"].map((value) => ({ value, label: t(`faults.spread.${value}`) }))}
              value={spread}
              allowDeselect={false}
              onChange={(value) => setSpread(value ?? "fixed")}
            />
          </Group>
        )}
        {kind === "late_report" && (
          <TextInput
            label={t("faults.delay")}
            value={delay}
            onChange={(event) => setDelay(event.currentTarget.value)}
          />
        )}
        <TextInput
          label={kind === "webhook_latency" ? t("faults.url") : t("faults.destination")}
          description={t("faults.destination_hint")}
          placeholder={kind === "webhook_latency" ? "https://" : "+1555"}
          value={destination}
          onChange={(event) => setDestination(event.currentTarget.value)}
        />
        <div>
          <Text size="sm" fw={500} component="div">
            {t("faults.how_often", { share })}
          </Text>
          <Slider value={share} onChange={setShare} label={null} thumbLabel={t("faults.how_often", { share })} />
        </div>
        <NumberInput
          label={t("faults.seed")}
          description={t("faults.seed_hint")}
          value={seed}
          onChange={setSeed}
          allowDecimal={false}
        />
        <ErrorNote fault={write.error} />
        <Button type="submit" loading={write.isPending}>
          {t("faults.go")}
        </Button>
      </Stack>
    </form>
  );
}
