/** Name and language of the person, and how the console looks on this device. */
import { Button, Group, SegmentedControl, Select, Stack, TextInput, useMantineColorScheme } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { chooseLanguage, type Language } from "../../app/words";
import { ErrorNote } from "../../parts/ErrorNote";
import { KeyValue } from "../../parts/KeyValue";
import { Panel } from "../../parts/Panel";
import { api } from "../../wire/api";
import { useRefreshSession, useSession } from "../../wire/session";

export function Profile() {
  const { t, i18n } = useTranslation(["account", "people"]);
  const session = useSession();
  const refresh = useRefreshSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [fault, setFault] = useState<unknown>();
  const [saved, setSaved] = useState(false);

  async function save(changes: { name?: string; language?: string }) {
    setFault(undefined);
    try {
      await api("PATCH", "people/me", { json: changes });
      await refresh();
      setSaved(true);
    } catch (caught) {
      setFault(caught);
    }
  }

  function rename(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    void save({ name: String(new FormData(event.currentTarget).get("name") ?? "") });
  }

  return (
    <>
      <Panel title={t("profile.title")} about={session.no_auth ? t("profile.no_auth") : undefined}>
        {!session.no_auth && (
          <form onSubmit={rename}>
            <Stack>
              <KeyValue
                rows={[
                  [t("profile.email"), session.person.email],
                  [t("profile.role"), t(`people:role.${session.role}`)],
                ]}
              />
              <TextInput
                name="name"
                label={t("profile.name")}
                defaultValue={session.person.name}
                autoComplete="name"
                maw={360}
                required
              />
              <ErrorNote fault={fault} />
              <Group>
                <Button type="submit">{t("parts:save")}</Button>
                <span role="status">{saved && !fault ? t("saved") : ""}</span>
              </Group>
            </Stack>
          </form>
        )}
      </Panel>
      <Panel title={t("look.title")} about={t("look.about")}>
        <Stack>
          <Select
            label={t("look.language")}
            data={[
              { value: "en", label: "English" },
              { value: "ja", label: "日本語" },
            ]}
            value={i18n.language}
            onChange={(value) => {
              if (!value) return;
              chooseLanguage(value as Language);
              if (!session.no_auth) void save({ language: value });
            }}
            allowDeselect={false}
            maw={240}
          />
          <div>
            <SegmentedControl
              aria-label={t("look.scheme")}
              data={(["light", "dark", "auto"] as const).map((value) => ({ value, label: t(`look.${value}`) }))}
              value={colorScheme}
              onChange={(value) => setColorScheme(value as "light" | "dark" | "auto")}
            />
          </div>
        </Stack>
      </Panel>
    </>
  );
}
