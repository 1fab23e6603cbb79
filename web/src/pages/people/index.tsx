/** Who is in the account, as what, and who is invited. */
import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconUserPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "../../parts/Empty";
import { Heading } from "../../parts/Heading";
import { SecretOnce } from "../../parts/SecretOnce";
import { useSession } from "../../wire/session";
import { Invitations } from "./Invitations";
import { InviteForm } from "./InviteForm";
import { Members } from "./Members";

export default function People() {
  const { t } = useTranslation("people");
  const session = useSession();
  const [open, dialog] = useDisclosure(false);
  const [link, setLink] = useState<{ title: string; link: string }>();
  return (
    <>
      <Heading title={t("title")} about={t("about")}>
        {!session.no_auth && (
          <Button leftSection={<IconUserPlus size={16} />} onClick={dialog.open}>
            {t("invite")}
          </Button>
        )}
      </Heading>
      {session.no_auth && (
        <div className="card">
          <Empty title={t("no_auth")}>{t("no_auth_hint")}</Empty>
        </div>
      )}
      <Members onLink={(made) => setLink({ title: t("link_title"), link: made })} />
      <Invitations />
      <InviteForm open={open} onClose={dialog.close} onMade={(made) => setLink({ title: t("invited"), link: made })} />
      <SecretOnce
        title={link?.title ?? ""}
        secret={link?.link}
        about={t("link_about")}
        onKept={() => setLink(undefined)}
      />
    </>
  );
}
