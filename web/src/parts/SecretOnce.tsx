/** A secret that is shown this once: the dialog closes only by saying that it was kept. */
import { Alert, Button, Modal, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Code } from "./Code";
import { KeyValue } from "./KeyValue";

interface Wish {
  title: string;
  secret: string | undefined;
  /** What it is for, in place of the usual words about keeping it. */
  about?: string;
  /** What goes with it, e.g. the key's SID. */
  rows?: readonly (readonly [string, string])[];
  onKept: () => void;
}

export function SecretOnce({ title, secret, about, rows = [], onKept }: Wish) {
  const { t } = useTranslation("parts");
  return (
    <Modal
      opened={secret !== undefined}
      onClose={onKept}
      title={title}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      centered
      size="lg"
    >
      <Stack>
        <Alert color="yellow">{about ?? t("secret.once")}</Alert>
        {rows.length > 0 && <KeyValue rows={rows} />}
        <Code title={about ? "" : t("secret.secret")} text={secret ?? ""} />
        <Button onClick={onKept} data-autofocus>
          {t("secret.kept")}
        </Button>
      </Stack>
    </Modal>
  );
}
