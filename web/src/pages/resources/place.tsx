/** Where a kind's rows lie: the account's SID, and the parents that its path names, which are kept in the address bar. */
import { Alert, Anchor, Select, Stack, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useSearch } from "wouter";
import { useAddress } from "../../parts/address";
import { type Catalogue, type Kind, pathOf } from "../../wire/catalogue";
import { choices, type Known, parentOf, plainName, titleOf } from "../../wire/kinds";
import { useList } from "../../wire/reading";
import { useSession } from "../../wire/session";

/** The values for the kind's path, and the names that are still to be chosen. */
export function usePlace(kind: Kind): { values: Record<string, string>; missing: string[]; query: string } {
  const session = useSession();
  const search = new URLSearchParams(useSearch());
  const values: Record<string, string> = { account_sid: session.account.sid };
  const missing: string[] = [];
  const kept = new URLSearchParams();
  for (const name of choices(kind)) {
    const value = search.get(name);
    if (value) {
      values[name] = value;
      kept.set(name, value);
    } else missing.push(name);
  }
  return { values, missing, query: kept.size ? `?${kept}` : "" };
}

/** Asks for the next parent that is missing: from a list of them, where there is one, else by its SID. */
export function ChooseParent({ catalogue, known, missing }: { catalogue: Catalogue; known: Known; missing: string[] }) {
  const { t } = useTranslation("resources");
  const name = missing[0] as string;
  const parent = parentOf(catalogue, known.kind, name);
  const [, change] = useAddress();
  const choose = (value: string | undefined) => change({ [name]: value, page: undefined });
  return (
    <Stack maw={480} className="card" p="lg" gap="sm">
      {parent?.kind.verbs.includes("list") ? (
        <ParentSelect name={name} parent={parent} choose={choose} />
      ) : (
        <TextInput
          label={plainName(name)}
          description={t("parent_by_sid")}
          onKeyDown={(event) => event.key === "Enter" && choose(event.currentTarget.value.trim())}
          onBlur={(event) => choose(event.currentTarget.value.trim() || undefined)}
        />
      )}
    </Stack>
  );
}

function ParentSelect({
  name,
  parent,
  choose,
}: {
  name: string;
  parent: Known;
  choose: (value: string | undefined) => void;
}) {
  const { t } = useTranslation("resources");
  const place = usePlace(parent.kind);
  const ready = place.missing.length === 0;
  const list = useList(parent.kind.name, ready ? pathOf(parent.kind, place.values) : "", { enabled: ready, size: 100 });
  const key = parent.kind.key || "sid";
  const data = (list.data?.rows ?? []).map((row) => ({
    value: String(row[key]),
    label: titleOf(row) ? `${titleOf(row)} · ${row[key]}` : String(row[key]),
  }));
  if (list.data && data.length === 0) {
    return (
      <Alert color="gray" title={t("no_parent", { name: parent.kind.title || parent.kind.name })}>
        <Anchor component={Link} href={`/resources/${parent.product.name}/${parent.slug}/new${place.query}`}>
          {t("make_one")}
        </Anchor>
      </Alert>
    );
  }
  return (
    <Select
      label={plainName(name)}
      description={t("parent_choose", { name: parent.kind.title || parent.kind.name })}
      data={data}
      searchable
      onChange={(value) => choose(value ?? undefined)}
    />
  );
}
