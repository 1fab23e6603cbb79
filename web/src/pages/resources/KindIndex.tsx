/** All kinds, by product, with a field to find one. */
import { Anchor, Text, TextInput, Title } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Empty } from "../../parts/Empty";
import { Heading } from "../../parts/Heading";
import type { Catalogue } from "../../wire/catalogue";
import { allKinds, choices, plainName } from "../../wire/kinds";
import look from "./KindIndex.module.css";

export function KindIndex({ catalogue }: { catalogue: Catalogue }) {
  const { t } = useTranslation("resources");
  const [wish, setWish] = useState("");
  const low = wish.trim().toLowerCase();
  const fits = (text: string) => text.toLowerCase().includes(low);
  const shown = allKinds(catalogue).filter(
    ({ kind, product }) =>
      kind.verbs.includes("list") &&
      (low
        ? fits(kind.name) ||
          fits(plainName(kind.title || kind.name)) ||
          fits(product.title) ||
          kind.prefix === wish.trim()
        : choices(kind).length === 0),
  );
  const products = catalogue.products.filter((product) => shown.some((known) => known.product === product));
  return (
    <>
      <Heading title={t("title")} about={t("about")}>
        <TextInput
          aria-label={t("find")}
          placeholder={t("find")}
          leftSection={<IconSearch size={14} />}
          value={wish}
          onChange={(event) => setWish(event.currentTarget.value)}
        />
      </Heading>
      {products.length === 0 && <Empty title={t("none_found")} />}
      <div className={look.columns}>
        {products.map((product) => (
          <section key={product.name} className={`card ${look.product}`}>
            <Title order={2} mb="xs">
              {product.title || product.name}
            </Title>
            {shown
              .filter((known) => known.product === product)
              .map(({ kind, slug }) => (
                <Text key={slug} size="sm" py={3}>
                  <Anchor component={Link} href={`/resources/${product.name}/${slug}`}>
                    {plainName(kind.title || kind.name)}
                  </Anchor>
                  {choices(kind).length > 0 && (
                    <Text span size="xs" c="dimmed" ml={8} className="mono">
                      {kind.path.replace(/^\/v\d+/, "")}
                    </Text>
                  )}
                </Text>
              ))}
          </section>
        ))}
      </div>
    </>
  );
}
