/** One row: all it has, what lies below it, and what can be done with it. */
import { Anchor, Button, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPencil } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { Confirm } from "../../parts/Confirm";
import { Empty } from "../../parts/Empty";
import { ErrorNote } from "../../parts/ErrorNote";
import { FieldForm } from "../../parts/FieldForm";
import { Heading } from "../../parts/Heading";
import { KeyValue } from "../../parts/KeyValue";
import { Sid } from "../../parts/Sid";
import { Value } from "../../parts/Value";
import { WireError } from "../../wire/api";
import { pathOf, placeholders } from "../../wire/catalogue";
import { childrenOf, plainName, titleOf } from "../../wire/kinds";
import { useRow, useWrite } from "../../wire/reading";
import type { At } from ".";
import { ChooseParent, usePlace } from "./place";

export function RowPage({ catalogue, known, name }: At & { name: string }) {
  const { t } = useTranslation("resources");
  const { kind, product, slug } = known;
  const place = usePlace(kind);
  const [, go] = useLocation();
  const ready = place.missing.length === 0;
  const path = ready ? pathOf(kind, place.values, name) : "";
  const row = useRow(kind.name, path, ready);
  const write = useWrite(kind.name);
  const [editing, edit] = useDisclosure(false);
  const list = `/resources/${product.name}/${slug}${place.query}`;
  const title = plainName(kind.title || kind.name);

  if (!ready) return <ChooseParent catalogue={catalogue} known={known} missing={place.missing} />;
  if (row.error instanceof WireError && row.error.status === 404) {
    return (
      <Empty title={t("gone")}>
        <Anchor component={Link} href={list}>
          {t("to_list", { name: title })}
        </Anchor>
      </Empty>
    );
  }
  if (row.error) return <ErrorNote fault={row.error} again={() => void row.refetch()} />;
  if (!row.data) return <Skeleton h={320} />;
  const data = row.data;
  const changeable = kind.fields.filter((field) => field.update);
  const below = childrenOf(catalogue, kind).filter((child) => child.kind.verbs.includes("list"));
  const childQuery = (path: string) => {
    const last = placeholders(path).at(-1);
    const kept = new URLSearchParams(place.query);
    if (last) kept.set(last, name);
    return `?${kept}`;
  };
  const shown = Object.entries(data).filter(
    ([field]) => !["uri", "url", "links", "subresource_uris", "sid"].includes(field),
  );

  return (
    <>
      <Heading
        title={titleOf(data) ?? `${title} ${name.slice(0, 6)}…`}
        about={
          <Group gap="md">
            <Anchor component={Link} href={list} size="sm">
              {title}
            </Anchor>
            <Sid sid={name} whole />
          </Group>
        }
      >
        <Button component={Link} href={`/timeline/${name}`} variant="default">
          {t("timeline")}
        </Button>
        {kind.verbs.includes("update") && changeable.length > 0 && !editing && (
          <Button variant="default" leftSection={<IconPencil size={16} />} onClick={edit.open}>
            {t("edit")}
          </Button>
        )}
        {kind.verbs.includes("delete") && (
          <Confirm
            label={t("delete")}
            question={t("delete_question", { name: titleOf(data) ?? name })}
            onConfirm={async () => {
              await write.mutateAsync({ method: "DELETE", path });
              go(list, { replace: true });
            }}
          >
            {t("delete_hint")}
          </Confirm>
        )}
      </Heading>
      <Stack gap="lg">
        {editing && (
          <section className="card" style={{ padding: "1.25rem" }}>
            <Title order={2} mb="md">
              {t("edit")}
            </Title>
            <FieldForm
              fields={changeable}
              write="update"
              values={data}
              act={t("save")}
              send={async (form) => {
                await write.mutateAsync({ path, form });
                edit.close();
              }}
              onCancel={edit.close}
            />
          </section>
        )}
        <section className="card" style={{ padding: "0.5rem 1.25rem" }}>
          <KeyValue
            rows={shown.map(
              ([field, value]) => [plainName(field), <Value key={field} name={field} value={value} />] as const,
            )}
          />
        </section>
        {below.length > 0 && (
          <section>
            <Title order={2} mb="xs">
              {t("below")}
            </Title>
            {below.map((child) => (
              <Text key={child.slug} size="sm" py={3}>
                <Anchor
                  component={Link}
                  href={`/resources/${child.product.name}/${child.slug}${childQuery(child.kind.path)}`}
                >
                  {plainName(child.kind.title || child.kind.name)}
                </Anchor>
              </Text>
            ))}
          </section>
        )}
      </Stack>
    </>
  );
}
