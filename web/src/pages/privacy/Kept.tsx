/** What the console keeps in this browser: required entries only, so there is nothing to consent to. */
import { Alert, Skeleton, Stack, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../../parts/ErrorNote";
import { useConsole } from "../../wire/reading";

interface Register {
  cookies: { name: string; storage: string; category: string; purpose: string; life: string; set_when: string }[];
  do_not_track: boolean;
  global_privacy_control: boolean;
}

export function Kept(_: { address: string }) {
  const { t } = useTranslation("privacy");
  const register = useConsole<Register>("CookieRegister", "cookies");
  if (register.error) return <ErrorNote fault={register.error} />;
  if (!register.data) return <Skeleton h={200} radius="md" />;
  const signals = [
    register.data.do_not_track && "Do Not Track",
    register.data.global_privacy_control && "Global Privacy Control",
  ];
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed" maw={680}>
        {t("browser.about")}
      </Text>
      {signals.some(Boolean) && (
        <Alert color="green">{t("browser.signal", { signal: signals.filter(Boolean).join(", ") })}</Alert>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="card" style={{ overflowX: "auto" }} tabIndex={0} aria-label={t("part.browser")}>
        <Table verticalSpacing="xs" horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              {(["name", "storage", "category", "purpose", "life", "set_when"] as const).map((name) => (
                <Table.Th key={name} scope="col">
                  {t(`browser.${name}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {register.data.cookies.map((entry) => (
              <Table.Tr key={entry.name}>
                <Table.Td className="mono">{entry.name}</Table.Td>
                <Table.Td>{entry.storage}</Table.Td>
                <Table.Td>{entry.category}</Table.Td>
                <Table.Td>{entry.purpose}</Table.Td>
                <Table.Td>{entry.life}</Table.Td>
                <Table.Td>{entry.set_when}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </Stack>
  );
}
