/** A quiet page with one card: for everything before one is in. */
import { Anchor, Center, Group, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { chooseLanguage, LANGUAGES } from "../../app/words";

export function Frame({ title, about, children }: { title: string; about?: ReactNode; children: ReactNode }) {
  const { i18n } = useTranslation();
  useEffect(() => {
    document.title = `${title} · Trunkline`;
  }, [title]);
  return (
    <Center mih="100vh" p="md" component="main">
      <Stack w="100%" maw={420} gap="lg">
        <Group gap="xs" justify="center">
          <img src="/console/trunkline.svg" width={32} height={32} alt="" />
          <Text fw={650} size="lg">
            Trunkline
          </Text>
        </Group>
        <div className="card" style={{ padding: "1.75rem" }}>
          <Title order={1} mb={about ? 4 : "md"}>
            {title}
          </Title>
          {about && (
            <Text size="sm" c="dimmed" mb="md" component="div">
              {about}
            </Text>
          )}
          {children}
        </div>
        <Group justify="center" gap="md">
          {LANGUAGES.map((language) => (
            <Anchor
              key={language}
              component="button"
              size="sm"
              lang={language}
              aria-current={i18n.language === language}
              c={i18n.language === language ? "dimmed" : undefined}
              onClick={() => chooseLanguage(language)}
            >
              {language === "en" ? "English" : "日本語"}
            </Anchor>
          ))}
        </Group>
      </Stack>
    </Center>
  );
}
