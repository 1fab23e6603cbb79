/** What is held on the account or on one person, and what can be done about it: take it away, restrict it, take consent back, erase it. */
import { Button, Group, Stack, Tabs, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "../../parts/address";
import { Heading } from "../../parts/Heading";
import { Erasures } from "./Erasures";
import { Exports } from "./Exports";
import { Holdings } from "./Holdings";
import { Kept } from "./Kept";
import { Restrictions } from "./Restrictions";

const PARTS = {
  holdings: Holdings,
  exports: Exports,
  restrictions: Restrictions,
  erasures: Erasures,
  browser: Kept,
} as const;
type Name = keyof typeof PARTS;

export default function Privacy() {
  const { t } = useTranslation("privacy");
  const [query, change] = useAddress();
  const whose = query.get("address") ?? "";
  const names = Object.keys(PARTS) as Name[];
  const here = names.find((name) => name === query.get("part")) ?? "holdings";
  const View = PARTS[here];
  return (
    <>
      <Heading title={t("title")} about={t("about")} />
      <Whose key={whose} address={whose} set={(address) => change({ address: address || undefined })} />
      <Tabs value={here} onChange={(name) => change({ part: name ?? undefined })} mt="lg" keepMounted={false}>
        <Tabs.List>
          {names.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`part.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {names.map((name) => (
          <Tabs.Panel key={name} value={name} pt="lg">
            {name === here && <View address={whose} />}
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}

function Whose({ address, set }: { address: string; set: (address: string) => void }) {
  const { t } = useTranslation("privacy");
  const [text, setText] = useState(address);
  function go(event: FormEvent) {
    event.preventDefault();
    set(text.trim());
  }
  return (
    <form onSubmit={go}>
      <Stack gap={4}>
        <Group gap="xs" align="flex-end">
          <TextInput
            label={t("whose.label")}
            placeholder="+15551230001"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            w={260}
          />
          <Button type="submit" variant="light">
            {t("whose.go")}
          </Button>
          {address && (
            <Button variant="subtle" color="gray" onClick={() => set("")}>
              {t("whose.all")}
            </Button>
          )}
        </Group>
        <Text size="sm" c="dimmed" aria-live="polite">
          {address ? t("whose.person", { address }) : t("whose.account")}
        </Text>
      </Stack>
    </form>
  );
}
