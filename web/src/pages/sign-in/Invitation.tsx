/** Accepting an invitation: as a new person, or as the one who is signed in. */
import { Button, Loader, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "../../parts/Empty";
import { ErrorNote } from "../../parts/ErrorNote";
import { api } from "../../wire/api";
import type { Role } from "../../wire/session";
import { useEnter } from "./enter";
import { Frame } from "./Frame";
import { isWeak, NewPassword } from "./NewPassword";
import { PasswordEntry } from "./PasswordEntry";

interface Invited {
  email: string;
  role: Role;
  account: { sid: string; name: string };
  /** There is a person with this address. */
  known: boolean;
}

/** `signedInAs`: the address of who is signed in; "" for nobody. */
export function Invitation({ link, signedInAs }: { link: string; signedInAs: string }) {
  const { t, i18n } = useTranslation("sign-in");
  const enter = useEnter();
  const [fault, setFault] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const found = useQuery({
    queryKey: ["invitation", link],
    queryFn: () => api<Invited>("POST", "invitations/look", { json: { link } }),
    enabled: Boolean(link),
    retry: false,
  });

  if (!link) {
    return (
      <Frame title={t("invitation.title")}>
        <Empty title={t("invitation.no_link")}>{t("invitation.no_link_hint")}</Empty>
      </Frame>
    );
  }
  if (found.error) {
    return (
      <Frame title={t("invitation.title")}>
        <ErrorNote fault={found.error} />
      </Frame>
    );
  }
  if (!found.data) {
    return (
      <Frame title={t("invitation.title")}>
        <Loader type="dots" />
      </Frame>
    );
  }
  const invited = found.data;
  const about = t("invitation.about", {
    account: invited.account.name || invited.account.sid,
    role: t(`role.${invited.role}`),
    email: invited.email,
  });
  if (invited.known && !signedInAs) return <PasswordEntry about={`${about} ${t("invitation.sign_in")}`} />;

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    setBusy(true);
    setFault(undefined);
    const self = invited.known ? {} : { name: text("name"), password: text("password"), language: i18n.language };
    try {
      await enter("invitations/accept", { link, ...self });
    } catch (caught) {
      setFault(caught);
      setBusy(false);
    }
  }

  return (
    <Frame title={t("invitation.title")} about={about}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          {!invited.known && (
            <>
              <TextInput label={t("email")} value={invited.email} readOnly autoComplete="username" />
              <TextInput name="name" label={t("name")} autoComplete="name" required autoFocus />
              <NewPassword fault={fault} />
            </>
          )}
          {!isWeak(fault) && <ErrorNote fault={fault} />}
          <Button type="submit" loading={busy}>
            {t("invitation.go")}
          </Button>
        </Stack>
      </form>
    </Frame>
  );
}
