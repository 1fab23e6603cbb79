/** What went wrong, and what to do: the API's own message, its code as a link to its page, a button to try again. */
import { Alert, Anchor, Button, Group, Text } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { UNREACHABLE, WireError } from "../wire/api";

export function ErrorNote({ fault, again }: { fault: unknown; again?: () => void }) {
  const { t } = useTranslation("parts");
  if (!fault) return null;
  const wire = fault instanceof WireError ? fault : undefined;
  const gone = wire?.code === UNREACHABLE;
  return (
    <Alert
      color="red"
      icon={<IconAlertCircle size={18} />}
      title={gone ? t("error.gone") : t("error.title")}
      role="alert"
      my="sm"
    >
      <Text size="sm" className="wrap">
        {gone ? t("error.gone_hint") : fault instanceof Error ? fault.message : String(fault)}
      </Text>
      {(again || (wire && !gone)) && (
        <Group gap="md" mt="xs">
          {wire && wire.code >= 1000 && (
            <Anchor size="sm" href={`/errors/${wire.code}`} target="_blank" rel="noreferrer">
              {t("error.code", { code: wire.code })}
            </Anchor>
          )}
          {wire?.requestSid && (
            <Anchor size="sm" component={Link} href={`/timeline/${wire.requestSid}`}>
              {t("error.request")}
            </Anchor>
          )}
          {again && (
            <Button size="compact-sm" variant="default" onClick={again}>
              {t("error.again")}
            </Button>
          )}
        </Group>
      )}
    </Alert>
  );
}

/** The code of an error as a link to its page. */
export function ErrorCode({ code }: { code: unknown }) {
  if (code === null || code === undefined || code === "" || code === 0) return <span>–</span>;
  return (
    <Anchor href={`/errors/${encodeURIComponent(String(code))}`} target="_blank" rel="noreferrer" className="mono">
      {String(code)}
    </Anchor>
  );
}
