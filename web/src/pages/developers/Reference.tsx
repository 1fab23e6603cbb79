/** The API as the server declares it: products, kinds, their calls with parameters, their fields, and a panel to try each call. */
import { Accordion, Anchor, Badge, Group, Select, Skeleton, Stack, Table, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useParams } from "wouter";
import { ErrorNote } from "../../parts/ErrorNote";
import { type Product, useCatalogue } from "../../wire/catalogue";
import { allKinds, findKnown, type Known } from "../../wire/kinds";
import { type Call, callsOf, otherCalls } from "./operations";
import look from "./Reference.module.css";
import { TryIt } from "./TryIt";

const COLORS: Record<string, string> = { GET: "blue", POST: "trunk", PUT: "orange", PATCH: "orange", DELETE: "red" };

export function Reference() {
  const { t } = useTranslation("developers");
  const catalogue = useCatalogue();
  const [, go] = useLocation();
  const { product: name = "api", kind = "" } = useParams();
  if (catalogue.error) return <ErrorNote fault={catalogue.error} again={() => void catalogue.refetch()} />;
  if (!catalogue.data) return <Skeleton h={320} />;
  const products = catalogue.data.products;
  const product = products.find((one) => one.name === name) ?? products[0];
  if (!product) return null;
  const kinds = allKinds(catalogue.data)
    .filter((known) => known.product === product)
    .sort((a, b) => (a.kind.title || a.kind.name).localeCompare(b.kind.title || b.kind.name));
  const known = findKnown(catalogue.data, product.name, kind);
  return (
    <div className={look.sides}>
      <div>
        <Select
          label={t("reference.product")}
          data={products.map((one) => ({ value: one.name, label: one.title || one.name }))}
          value={product.name}
          onChange={(value) => value && go(`/developers/reference/${value}`)}
          searchable
          allowDeselect={false}
          mb="sm"
        />
        <nav aria-label={t("reference.kinds")} className={look.kinds}>
          {kinds.map((one) => (
            <Anchor
              key={one.slug}
              component={Link}
              href={`/developers/reference/${product.name}/${one.slug}`}
              size="sm"
              aria-current={one === known ? "page" : undefined}
              fw={one === known ? 600 : 400}
            >
              {one.kind.title || one.kind.name}
            </Anchor>
          ))}
          {product.operations.length > 0 && (
            <Anchor component={Link} href={`/developers/reference/${product.name}`} size="sm" fw={known ? 400 : 600}>
              {t("reference.other")}
            </Anchor>
          )}
        </nav>
      </div>
      <div className={look.main}>{known ? <OneKind known={known} /> : <Others product={product} />}</div>
    </div>
  );
}

function OneKind({ known }: { known: Known }) {
  const { t } = useTranslation("developers");
  const { kind } = known;
  return (
    <Stack gap="lg">
      <div>
        <Title order={2}>{kind.title || kind.name}</Title>
        <Text size="sm" c="dimmed" className="wrap">
          {kind.doc?.replace(/`/g, "").replace(/([^\n])\n([^\n])/g, "$1 $2")}
        </Text>
        {kind.prefix && (
          <Text size="sm" mt={4}>
            {t("reference.prefix")} <span className="mono">{kind.prefix}</span>
          </Text>
        )}
      </div>
      <Calls calls={callsOf(kind)} />
      <section>
        <Title order={3} mb="xs">
          {t("reference.fields")}
        </Title>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
        <section className={`card ${look.scroll}`} tabIndex={0} aria-label={t("reference.fields")}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("reference.name")}</Table.Th>
                <Table.Th>{t("reference.type")}</Table.Th>
                <Table.Th>{t("reference.about")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {kind.fields.map((field) => (
                <Table.Tr key={field.name}>
                  <Table.Td className="mono">{field.name.replace(/_$/, "")}</Table.Td>
                  <Table.Td>{field.type}</Table.Td>
                  <Table.Td>{[field.doc, field.choices?.join(", ")].filter(Boolean).join(" · ") || "–"}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      </section>
    </Stack>
  );
}

function Others({ product }: { product: Product }) {
  const { t } = useTranslation("developers");
  const calls = otherCalls(product);
  return (
    <Stack>
      <Title order={2}>{product.title || product.name}</Title>
      <Text size="sm" c="dimmed">
        {calls.length ? t("reference.other_about") : t("reference.choose")}
      </Text>
      {calls.length > 0 && <Calls calls={calls} />}
    </Stack>
  );
}

function Calls({ calls }: { calls: Call[] }) {
  return (
    <Accordion variant="separated" multiple>
      {calls.map((call, index) => (
        <Accordion.Item key={call.id} value={String(index)}>
          <Accordion.Control>
            <Group gap="xs" wrap="nowrap">
              <Badge color={COLORS[call.method] ?? "gray"} variant="light" radius="sm" miw={62}>
                {call.method}
              </Badge>
              <Text span size="sm" className="mono wrap">
                {call.path}
              </Text>
            </Group>
          </Accordion.Control>
          <Accordion.Panel>
            {call.doc && (
              <Text size="sm" mb="sm" className="wrap">
                {call.doc}
              </Text>
            )}
            <TryIt call={call} />
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}
