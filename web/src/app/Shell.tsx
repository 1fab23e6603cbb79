/** The frame around every page: navigation, account, language, light and dark, sign-out, and how the line to the server stands. */
import { Alert, AppShell, Avatar, Burger, Group, NavLink, ScrollArea, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Redirect, Route, Switch, useLocation } from "wouter";
import { PAGES, type PageEntry } from "../pages";
import { ConfirmGate } from "../parts/ConfirmGate";
import { Empty } from "../parts/Empty";
import { Fence } from "../parts/Fence";
import { hasRole, useSession } from "../wire/session";
import { useLine, useStream } from "../wire/stream";
import { Waiting } from "./App";
import { suggestLanguage } from "./words";

/** Its menu comes after the page. */
const PersonMenu = lazy(async () => ({ default: (await import("./PersonMenu")).PersonMenu }));

const routes = PAGES.map((page) => ({ page, View: lazy(page.load) }));

export function Shell() {
  const { t } = useTranslation("shell");
  const session = useSession();
  const [open, menu] = useDisclosure(false);
  const [location] = useLocation();
  const queries = useQueryClient();
  useStream(session.account.sid);
  useEffect(() => {
    if (!session.no_auth) suggestLanguage(session.person.language);
  }, [session.no_auth, session.person.language]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes the menu and begins at its top
  useEffect(() => {
    menu.close();
    window.scrollTo(0, 0);
  }, [location]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was read for another account is not shown in this one
  useEffect(
    () => () => queries.removeQueries({ predicate: (query) => query.queryKey[0] === "rest" }),
    [session.account.sid],
  );

  const pages = PAGES.filter((page) => page.label && hasRole(session, page.roles));
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 216, breakpoint: "sm", collapsed: { mobile: !open } }}
      padding={{ base: "md", sm: "xl" }}
    >
      <a className="skip" href="#page">
        {t("skip")}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            <Burger opened={open} onClick={menu.toggle} hiddenFrom="sm" size="sm" aria-label={t("menu")} />
            <img src="/console/trunkline.svg" width={24} height={24} alt="" />
            <Text fw={650} component={Link} href="/" c="inherit" td="none">
              Trunkline
            </Text>
            <Text size="sm" c="dimmed" visibleFrom="sm" truncate>
              {session.account.name}
            </Text>
          </Group>
          <Suspense fallback={<Avatar color="trunk" variant="filled" size={32} alt="" />}>
            <PersonMenu />
          </Suspense>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={t("navigation")}>
        <ScrollArea type="auto">
          {pages.map((page) => (
            <Entry key={page.path} page={page} here={location} />
          ))}
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="page" tabIndex={-1}>
        <LineState />
        <Suspense fallback={<Waiting />}>
          <Switch>
            {routes.map(({ page, View }) => (
              <Route key={page.path} path={page.path}>
                <Fence key={page.path}>
                  {hasRole(session, page.roles) ? <View /> : <Empty title={t("not_yours")} />}
                </Fence>
              </Route>
            ))}
            <Route path="/sign-in/*?">
              <Redirect to="/" replace />
            </Route>
            <Route path="/">
              <Redirect to="/phones" replace />
            </Route>
            <Route>
              <Empty title={t("no_page")} />
            </Route>
          </Switch>
        </Suspense>
      </AppShell.Main>
      <ConfirmGate />
    </AppShell>
  );
}

const way = (page: PageEntry) => page.to ?? page.path.replace(/\/[:*].*$/, "");

function Entry({ page, here }: { page: PageEntry; here: string }) {
  const { t } = useTranslation("shell");
  const to = way(page);
  const active = to === "/" ? here === "/" : here === to || here.startsWith(`${to}/`);
  const Icon = page.icon;
  return (
    <NavLink
      component={Link}
      href={to}
      label={t(`nav.${page.label}`)}
      active={active}
      aria-current={active ? "page" : undefined}
      leftSection={Icon ? <Icon size={18} stroke={1.6} /> : undefined}
      variant="light"
      style={{ borderRadius: 8 }}
    />
  );
}

/** A broken line is said, and that it has healed goes without saying. */
function LineState() {
  const { t } = useTranslation("shell");
  const line = useLine();
  const [late, setLate] = useState(false);
  useEffect(() => {
    // A break that heals within two seconds is nobody's concern.
    const timer = window.setTimeout(() => setLate(line === "lost"), line === "lost" ? 2000 : 0);
    return () => window.clearTimeout(timer);
  }, [line]);
  if (!late) return <div role="status" />;
  return (
    <div role="status">
      <Alert color="yellow" mb="md" title={t("line.lost")}>
        {t("line.lost_hint")}
      </Alert>
    </div>
  );
}
