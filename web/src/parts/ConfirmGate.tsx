/** Where an act waits until the person has confirmed that it is they. The dialog itself is loaded when it is first wanted. */
import { lazy, Suspense, useEffect, useState } from "react";
import { onConfirmation } from "../wire/api";

const ConfirmDialog = lazy(() => import("./ConfirmDialog"));

type Settle = (confirmed: boolean) => void;

export function ConfirmGate() {
  const [waiting, setWaiting] = useState<Settle[]>([]);
  useEffect(() => {
    onConfirmation(() => new Promise<boolean>((settle) => setWaiting((all) => [...all, settle])));
  }, []);
  if (waiting.length === 0) return null;
  return (
    <Suspense fallback={null}>
      <ConfirmDialog
        onDone={(confirmed) => {
          for (const settle of waiting) settle(confirmed);
          setWaiting([]);
        }}
      />
    </Suspense>
  );
}
