/** Account switcher, language, light and dark, sign-out. */
import { Avatar, Menu, Text, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import {
  IconCheck,
  IconDeviceDesktop,
  IconLogout,
  IconMoon,
  IconSun,
  IconUser,
  IconUserCircle,
} from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { api } from "../wire/api";
import { SESSION, useSession } from "../wire/session";
import { chooseLanguage, LANGUAGES } from "./words";

const LANGUAGE_NAMES = { en: "English", ja: "日本語" };
const SCHEMES = { light: IconSun, dark: IconMoon, auto: IconDeviceDesktop } as const;

export function PersonMenu() {
  const { t, i18n } = useTranslation("shell");
  const session = useSession();
  const queries = useQueryClient();
  const { colorScheme, setColorScheme } = useMantineColorScheme();

  async function act(account: string) {
    await api("POST", "session/account", { json: { account_sid: account } });
    await queries.invalidateQueries({ queryKey: SESSION });
    await queries.invalidateQueries();
  }
  async function leave() {
    await api("DELETE", "session");
    queries.clear();
    window.location.assign("/console/");
  }

  return (
    <Menu width={260} position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <UnstyledButton aria-label={t("person_menu", { name: session.person.name || session.person.email })}>
          <Avatar color="trunk" variant="filled" size={32} aria-hidden>
            <IconUser size={18} />
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} truncate>
            {session.person.name}
          </Text>
          <Text size="xs" truncate>
            {session.person.email}
          </Text>
        </Menu.Label>
        <Menu.Item component={Link} href="/account" leftSection={<IconUserCircle size={16} />}>
          {t("nav.account")}
        </Menu.Item>
        {session.accounts.length > 1 && (
          <>
            <Menu.Divider />
            <Menu.Label>{t("accounts")}</Menu.Label>
            {session.accounts.map((account) => (
              <Menu.Item
                key={account.sid}
                onClick={() => void act(account.sid)}
                rightSection={
                  account.sid === session.account.sid ? <IconCheck size={16} aria-label={t("chosen")} /> : null
                }
              >
                {account.name || account.sid}
              </Menu.Item>
            ))}
          </>
        )}
        <Menu.Divider />
        <Menu.Label>{t("language")}</Menu.Label>
        {LANGUAGES.map((language) => (
          <Menu.Item
            key={language}
            lang={language}
            onClick={() => chooseLanguage(language)}
            rightSection={i18n.language === language ? <IconCheck size={16} aria-label={t("chosen")} /> : null}
          >
            {LANGUAGE_NAMES[language]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t("look")}</Menu.Label>
        {(Object.keys(SCHEMES) as (keyof typeof SCHEMES)[]).map((scheme) => {
          const Icon = SCHEMES[scheme];
          return (
            <Menu.Item
              key={scheme}
              leftSection={<Icon size={16} />}
              onClick={() => setColorScheme(scheme)}
              rightSection={colorScheme === scheme ? <IconCheck size={16} aria-label={t("chosen")} /> : null}
            >
              {t(`scheme.${scheme}`)}
            </Menu.Item>
          );
        })}
        {!session.no_auth && (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void leave()}>
              {t("sign_out")}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
