/** Fields above a list whose values are kept in the address bar. Text is taken over on Enter or when the field is left. */
import { Button, Group, Select, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "./address";

export interface FilterField {
  /** Name in the address bar and, unless the page maps it, on the wire. */
  name: string;
  label: string;
  kind?: "text" | "search" | "day" | "choice";
  choices?: readonly (string | { value: string; label: string })[];
  width?: number;
}

/** The values of these fields in the address, without the empty ones. */
export function useFilters(fields: readonly FilterField[]): Record<string, string> {
  const [query] = useAddress();
  const values: Record<string, string> = {};
  for (const { name } of fields) {
    const value = query.get(name);
    if (value) values[name] = value;
  }
  return values;
}

/** How many fields are seen before one asks for more. */
const FEW = 5;

export function FilterBar({ fields }: { fields: readonly FilterField[] }) {
  const { t } = useTranslation("parts");
  const [query, change] = useAddress();
  const values = useFilters(fields);
  const [all, setAll] = useState(false);
  // A few at first; those in use are always seen.
  const shown = fields.filter(({ name }, index) => all || fields.length <= FEW + 1 || index < FEW || values[name]);
  // Another filter begins at the first page.
  const set = (name: string, value: string | undefined) => change({ [name]: value, page: undefined });
  return (
    <Group gap="xs" mb="md" align="flex-end" role="search">
      {shown.map((field) =>
        field.kind === "choice" ? (
          <Select
            key={field.name}
            label={field.label}
            data={field.choices ?? []}
            value={query.get(field.name)}
            onChange={(value) => set(field.name, value ?? undefined)}
            placeholder={t("filter.all")}
            clearable
            clearButtonProps={{ "aria-label": t("filter.clear_one", { name: field.label }) }}
            size="sm"
            flex={`1 1 ${Math.min(field.width ?? 170, 130)}px`}
            maw={field.width ?? 170}
          />
        ) : (
          <TextFilter
            key={`${field.name}=${values[field.name] ?? ""}`}
            field={field}
            value={values[field.name] ?? ""}
            set={set}
          />
        ),
      )}
      {shown.length < fields.length && (
        <Button variant="subtle" color="gray" size="sm" onClick={() => setAll(true)}>
          {t("filter.more")}
        </Button>
      )}
      {Object.keys(values).length > 0 && (
        <Button
          variant="subtle"
          color="gray"
          size="sm"
          onClick={() =>
            change(Object.fromEntries([...fields.map(({ name }) => [name, undefined]), ["page", undefined]]))
          }
        >
          {t("filter.clear")}
        </Button>
      )}
    </Group>
  );
}

interface One {
  field: FilterField;
  value: string;
  set: (name: string, value: string | undefined) => void;
}

function TextFilter({ field, value, set }: One) {
  const [text, setText] = useState(value);
  const take = () => {
    if (text !== value) set(field.name, text.trim() || undefined);
  };
  return (
    <TextInput
      label={field.label}
      type={field.kind === "day" ? "date" : "text"}
      leftSection={field.kind === "search" ? <IconSearch size={14} /> : undefined}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === "Enter" && take()}
      size="sm"
      flex={`1 1 ${field.kind === "search" ? 220 : Math.min(field.width ?? 160, 130)}px`}
      maw={field.width ?? (field.kind === "search" ? 260 : 160)}
    />
  );
}
