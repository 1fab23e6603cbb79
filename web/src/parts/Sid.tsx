/** A SID: short, whole on hover, copied by a click; leads to its page where `to` says so. */
import { ActionIcon, Anchor, CopyButton, Group, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

export function Sid({ sid, to, whole = false }: { sid: string; to?: string; whole?: boolean }) {
  const text = whole || sid.length < 14 ? sid : `${sid.slice(0, 6)}…${sid.slice(-4)}`;
  const shown = (
    <span className="mono" style={whole ? { overflowWrap: "anywhere" } : { whiteSpace: "nowrap" }}>
      {text}
    </span>
  );
  return (
    <Group gap={2} wrap="nowrap" display="inline-flex">
      <Tooltip label={sid} disabled={text === sid}>
        {to ? (
          <Anchor component={Link} href={to}>
            {shown}
          </Anchor>
        ) : (
          shown
        )}
      </Tooltip>
      <Copy text={sid} />
    </Group>
  );
}

/** A button that copies. */
export function Copy({ text, label }: { text: string; label?: string }) {
  const { t } = useTranslation("parts");
  return (
    <CopyButton value={text} timeout={1500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t("copied") : (label ?? t("copy"))}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            onClick={copy}
            aria-label={`${label ?? t("copy")}: ${text.slice(0, 40)}`}
          >
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}
