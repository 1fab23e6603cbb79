/** Every kind of resource that the server declares, by product. */
import { Anchor, SimpleGrid, Skeleton, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { ErrorNote } from "../../parts/ErrorNote";
import { Heading } from "../../parts/Heading";
import { useCatalogue } from "../../wire/catalogue";

export default function Resources() {
  const { t } = useTranslation("resources");
  const catalogue = useCatalogue();
  return (
    <>
      <Heading title={t("title")} about={t("about")} />
      <ErrorNote fault={catalogue.error} again={() => void catalogue.refetch()} />
      {catalogue.isPending && <Skeleton h={240} />}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {catalogue.data?.products.map((product) => (
          <section key={product.name} className="card" style={{ padding: "1rem 1.25rem" }}>
            <Title order={2} mb="xs">
              {product.title || product.name}
            </Title>
            {product.kinds
              .filter((kind) => kind.verbs.includes("list"))
              .map((kind) => (
                <Text key={`${kind.name} ${kind.path}`} size="sm">
                  <Anchor component={Link} href={`/resources/${product.name}/${kind.name}`}>
                    {kind.title || kind.name}
                  </Anchor>
                </Text>
              ))}
          </section>
        ))}
      </SimpleGrid>
    </>
  );
}
