/** A question before an act, as a dialog that something else opens; `Confirm` is the button with one. */
import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "./ErrorNote";

interface Wish {
  open: boolean;
  /** What is asked, e.g. "Delete this message?" */
  question: string;
  /** What will happen. */
  children?: ReactNode;
  /** The button that does it. */
  act: ReactNode;
  color?: string | undefined;
  /** Word to be typed before it can be done, for what cannot be undone. */
  word?: string | undefined;
  onConfirm: () => Promise<unknown> | unknown;
  onClose: () => void;
}

export function Ask({ open, question, children, act, color = "red", word, onConfirm, onClose }: Wish) {
  const { t } = useTranslation("parts");
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  useEffect(() => {
    if (open) {
      setTyped("");
      setFault(undefined);
    }
  }, [open]);

  async function go(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation(); // a form around the button that opened this is not meant
    setBusy(true);
    setFault(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (caught) {
      setFault(caught);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal opened={open} onClose={onClose} title={question} centered closeButtonProps={{ "aria-label": t("close") }}>
      <form onSubmit={(event) => void go(event)}>
        <Stack gap="md">
          {children && (
            <Text size="sm" component="div">
              {children}
            </Text>
          )}
          {word && (
            <TextInput
              label={t("confirm.type", { word })}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
              data-autofocus
            />
          )}
          <ErrorNote fault={fault} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" color={color} loading={busy} disabled={Boolean(word) && typed !== word}>
              {act}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
