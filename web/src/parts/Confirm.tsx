/** A button with a question before its act. That the server wants to know who it is (code 99403) is `ConfirmGate`'s, in the shell. */
import { Button, type ButtonProps } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ReactNode } from "react";
import { Ask } from "./Ask";

interface Wish extends ButtonProps {
  /** What is asked, e.g. "Delete this message?" */
  question: string;
  /** What will happen. */
  children?: ReactNode;
  /** The button that opens the question. */
  label: ReactNode;
  /** The button that does it; `label` where absent. */
  act?: string;
  /** Word to be typed before it can be done, for what cannot be undone. */
  word?: string;
  onConfirm: () => Promise<unknown> | unknown;
}

export function Confirm({ question, children, label, act, word, onConfirm, ...button }: Wish) {
  const [open, dialog] = useDisclosure(false);
  return (
    <>
      <Button color="red" variant="light" {...button} onClick={dialog.open}>
        {label}
      </Button>
      <Ask
        open={open}
        question={question}
        act={act ?? label}
        color={typeof button.color === "string" ? button.color : undefined}
        word={word}
        onConfirm={onConfirm}
        onClose={dialog.close}
      >
        {children}
      </Ask>
    </>
  );
}
