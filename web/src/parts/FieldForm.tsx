/**
 * A form made from declared fields: one input each, by the field's type. What the server refuses is said beside the field it concerns
 * (by the codes that the field declares, else by its name in the message), all else on top.
 */
import { Button, Group, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Form, WireError } from "../wire/api";
import type { Field, FieldMark } from "../wire/catalogue";
import { wireName } from "../wire/kinds";
import { ErrorNote } from "./ErrorNote";

interface Wish {
  fields: readonly Field[];
  write: "create" | "update";
  /** Values of the row, for an update. */
  values?: Record<string, unknown>;
  act: string;
  send: (form: Form) => Promise<unknown>;
  onCancel?: () => void;
}

export function FieldForm({ fields, write, values = {}, act, send, onCancel }: Wish) {
  const { t } = useTranslation("parts");
  const id = useId();
  const first = Object.fromEntries(
    fields.map((field) => [field.name, startText(values[field.name.replace(/_+$/, "")])]),
  );
  const [texts, setTexts] = useState<Record<string, string>>(first);
  const [fault, setFault] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const guilty = fault instanceof WireError ? fields.find((field) => concerns(field, write, fault)) : undefined;
  const ordered = [...fields].sort((a, b) => Number(Boolean(b[write]?.required)) - Number(Boolean(a[write]?.required)));

  async function go(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFault(undefined);
    const form: Record<string, string | string[]> = {};
    for (const field of fields) {
      const text = texts[field.name] ?? "";
      if (text === first[field.name]) continue; // on create: not given; on update: not changed
      form[wireName(field, write)] = isList(field)
        ? text.split("\n").filter(Boolean)
        : isMoment(field)
          ? toUtc(text)
          : text;
    }
    try {
      await send(form);
    } catch (caught) {
      setFault(caught);
      setBusy(false);
      return;
    }
    setBusy(false);
  }

  return (
    <form onSubmit={(event) => void go(event)} noValidate>
      <Stack gap="md" maw={560}>
        {fault && !guilty ? <ErrorNote fault={fault} /> : null}
        {ordered.map((field) => (
          <Input
            key={field.name}
            id={`${id}-${field.name}`}
            field={field}
            mark={field[write] ?? {}}
            label={wireName(field, write)}
            text={texts[field.name] ?? ""}
            change={(text) => setTexts((all) => ({ ...all, [field.name]: text }))}
            error={guilty === field && fault instanceof WireError ? `${fault.message} (${fault.code})` : undefined}
          />
        ))}
        <Group>
          <Button type="submit" loading={busy}>
            {act}
          </Button>
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              {t("cancel")}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

interface InputWish {
  id: string;
  field: Field;
  mark: FieldMark;
  label: string;
  text: string;
  change: (text: string) => void;
  error: string | undefined;
}

function Input({ id, field, mark, label, text, change, error }: InputWish) {
  const { t } = useTranslation("parts");
  const shared = {
    id,
    label,
    description: field.doc || undefined,
    error,
    required: Boolean(mark.required),
    withAsterisk: Boolean(mark.required),
  };
  const words = field.choices?.length ? field.choices : isFlag(field) ? ["true", "false"] : undefined;
  if (words) {
    return (
      <Select
        {...shared}
        data={words.map((word) => ({ value: word, label: isFlag(field) ? t(word === "true" ? "yes" : "no") : word }))}
        value={text || null}
        onChange={(value) => change(value ?? "")}
        clearable={!mark.required}
        clearButtonProps={{ "aria-label": t("filter.clear_one", { name: label }) }}
        placeholder={t("form.default")}
      />
    );
  }
  if (isMoment(field)) {
    return (
      <TextInput
        {...shared}
        type="datetime-local"
        step={1}
        value={text}
        onChange={(event) => change(event.currentTarget.value)}
      />
    );
  }
  if (isList(field) || isJson(field) || (mark.longest ?? 0) > 200) {
    return (
      <Textarea
        {...shared}
        description={isList(field) ? t("form.one_a_line") : isJson(field) ? t("form.json") : shared.description}
        autosize
        minRows={2}
        maxRows={12}
        value={text}
        onChange={(event) => change(event.currentTarget.value)}
        maxLength={isJson(field) ? undefined : (mark.longest ?? undefined)}
        styles={isJson(field) ? { input: { fontFamily: "var(--mantine-font-family-monospace)" } } : {}}
      />
    );
  }
  return (
    <TextInput
      {...shared}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      inputMode={isNumber(field) ? "decimal" : undefined}
      type={field.privacy === "secret" ? "password" : "text"}
      autoComplete="off"
    />
  );
}

/** Invalid parameter, whichever. */
const GENERAL = 20001;

const isFlag = (field: Field) => field.type === "boolean";
const isNumber = (field: Field) => field.type === "integer" || field.type === "number";
const isList = (field: Field) => Boolean(field.many);
const isJson = (field: Field) => !field.many && /^(object|array|json)$/.test(field.type);
const isMoment = (field: Field) => Boolean(field.moment);

function startText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value, null, 2) : String(value);
}

/** The browser's field has the viewer's zone; the wire has UTC. */
function toUtc(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : date.toISOString();
}

function concerns(field: Field, write: "create" | "update", fault: WireError): boolean {
  // 20001 and its like say only that some parameter is wrong: then its name in the message tells.
  if (field[write]?.codes?.includes(fault.code) && fault.code !== GENERAL) return true;
  const name = wireName(field, write);
  return new RegExp(`(^|[^A-Za-z])['"“]?${name}['"”]?([^A-Za-z]|$)`).test(fault.message);
}
