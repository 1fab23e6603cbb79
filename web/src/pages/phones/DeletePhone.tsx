/** Whether a phone is really to go. */
import { Button, Modal, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../../parts/ErrorNote";
import { useWrite } from "../../wire/reading";
import { type Handset, handsetPath } from "./network";

interface Wish {
  handset: Handset;
  name: string;
  onClose: () => void;
  onGone: () => void;
}

export default function DeletePhone({ handset, name, onClose, onGone }: Wish) {
  const { t } = useTranslation("phones");
  const remove = useWrite("Handset");
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("phone.delete_question", { name })}
      centered
      closeButtonProps={{ "aria-label": t("parts:close") }}
    >
      <Text size="sm">{t("phone.delete_hint")}</Text>
      <ErrorNote fault={remove.error} />
      <Button
        mt="md"
        color="red"
        loading={remove.isPending}
        onClick={() => remove.mutate({ method: "DELETE", path: handsetPath(handset) }, { onSuccess: onGone })}
      >
        {t("phone.delete")}
      </Button>
    </Modal>
  );
}
