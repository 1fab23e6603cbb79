/** A further phone: number, name, country by the number, carrier, line. */
import { Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../../parts/ErrorNote";
import { useWrite } from "../../wire/reading";
import { HANDSETS, type Handset } from "./network";

const LINES = ["mobile", "landline", "voip", "toll_free"] as const;
/** Beginnings of numbers that look right in each country; North America's 555 numbers are fictional. */
const COUNTRIES: Record<string, (index: number) => string> = {
  US: (index) => `+1555123${String(index).padStart(4, "0")}`,
  JP: (index) => `+8190${String(12_340_000 + index).padStart(8, "0")}`,
  GB: (index) => `+447700${String(900_000 + index).padStart(6, "0")}`,
  DE: (index) => `+49151${String(23_450_000 + index).padStart(8, "0")}`,
  FR: (index) => `+33612${String(345_000 + index).padStart(6, "0")}`,
  IN: (index) => `+9198765${String(43_000 + index).padStart(5, "0")}`,
  BR: (index) => `+551199${String(8_765_000 + index).padStart(7, "0")}`,
};

function free(country: string, taken: ReadonlySet<string>): string {
  const make = COUNTRIES[country] ?? (COUNTRIES.US as (index: number) => string);
  let index = 1;
  while (taken.has(make(index))) index += 1;
  return make(index);
}

interface Wish {
  phones: readonly Handset[];
  onClose: () => void;
  onMade: (handset: Handset) => void;
}

export default function AddPhone({ phones, onClose, onMade }: Wish) {
  const { t } = useTranslation("phones");
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("add.title")}
      centered
      closeButtonProps={{ "aria-label": t("parts:close") }}
    >
      <Fields phones={phones} onMade={onMade} />
    </Modal>
  );
}

function Fields({ phones, onMade }: Pick<Wish, "phones" | "onMade">) {
  const { t, i18n } = useTranslation("phones");
  const taken = new Set(phones.map((phone) => phone.phone_number));
  const [country, setCountry] = useState(i18n.language === "ja" ? "JP" : "US");
  const [number, setNumber] = useState(() => free(country, taken));
  const [name, setName] = useState(() => t("add.default_name", { number: phones.length + 1 }));
  const [carrier, setCarrier] = useState("Simulated Mobile");
  const [line, setLine] = useState<string>("mobile");
  const write = useWrite<Handset>("Handset");
  const countries = new Intl.DisplayNames([i18n.language], { type: "region" });

  function make(event: FormEvent) {
    event.preventDefault();
    write.mutate(
      { path: HANDSETS, form: { PhoneNumber: number, FriendlyName: name, Carrier: carrier, LineType: line } },
      { onSuccess: onMade },
    );
  }
  return (
    <form onSubmit={make}>
      <Stack gap="sm">
        <Select
          label={t("add.country")}
          data={Object.keys(COUNTRIES).map((value) => ({ value, label: countries.of(value) ?? value }))}
          value={country}
          allowDeselect={false}
          onChange={(value) => {
            setCountry(value ?? "US");
            setNumber(free(value ?? "US", taken));
          }}
        />
        <TextInput
          label={t("add.number")}
          description={t("add.number_hint")}
          value={number}
          required
          onChange={(event) => setNumber(event.currentTarget.value)}
          data-autofocus
        />
        <TextInput label={t("add.name")} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Group grow>
          <TextInput
            label={t("add.carrier")}
            value={carrier}
            onChange={(event) => setCarrier(event.currentTarget.value)}
          />
          <Select
            label={t("add.line")}
            data={LINES.map((value) => ({ value, label: t(`add.lines.${value}`) }))}
            value={line}
            allowDeselect={false}
            onChange={(value) => setLine(value ?? "mobile")}
          />
        </Group>
        <ErrorNote fault={write.error} />
        <Group justify="flex-end">
          <Button type="submit" loading={write.isPending}>
            {t("add.go")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
