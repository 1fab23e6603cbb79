/** All pages of a list as a file, streamed by the server; shows how far it has come and can be stopped. */
import { Button, Menu, Modal, Progress, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { address, encode, type Form, WireError } from "../wire/api";
import { ErrorNote } from "./ErrorNote";

type Format = "csv" | "json";

interface Running {
  rows: number;
  octets: number;
  total: number | undefined;
}

/** `path` as in `rest()`; `filters` go with it. */
export function ExportMenu({ path, filters = {}, name }: { path: string; filters?: Form; name: string }) {
  const { t, i18n } = useTranslation("parts");
  const [running, setRunning] = useState<Running>();
  const [fault, setFault] = useState<unknown>();
  const stop = useRef<AbortController>(undefined);
  const number = (value: number) => value.toLocaleString(i18n.language);

  async function fetchAll(format: Format) {
    const abort = new AbortController();
    stop.current = abort;
    setFault(undefined);
    setRunning({ rows: 0, octets: 0, total: undefined });
    try {
      const query = encode(filters);
      const whole = `/${path}${query ? `?${query}` : ""}`;
      const response = await fetch(address("export", { path: whole, format }), {
        signal: abort.signal,
        credentials: "same-origin",
      });
      if (!response.ok || !response.body) throw await refusal(response);
      const counted = Number(response.headers.get("x-total-count") ?? Number.NaN);
      const parts: Uint8Array<ArrayBuffer>[] = [];
      let octets = 0;
      let rows = 0;
      const reader = response.body.getReader();
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        parts.push(piece.value as Uint8Array<ArrayBuffer>);
        octets += piece.value.length;
        for (const octet of piece.value) if (octet === 10) rows += 1;
        setRunning({ rows, octets, total: Number.isNaN(counted) ? undefined : counted });
      }
      save(new Blob(parts, { type: response.headers.get("content-type") ?? "" }), `${name}.${format}`);
    } catch (caught) {
      if (!abort.signal.aborted) setFault(caught);
    } finally {
      setRunning(undefined);
    }
  }

  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default" leftSection={<IconDownload size={16} />}>
            {t("export.title")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void fetchAll("csv")}>CSV</Menu.Item>
          <Menu.Item onClick={() => void fetchAll("json")}>JSON</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={Boolean(running) || Boolean(fault)}
        onClose={() => {
          stop.current?.abort();
          setFault(undefined);
        }}
        title={t("export.title")}
        centered
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <Stack>
          <ErrorNote fault={fault} />
          {running && (
            <>
              <Progress
                value={running.total ? Math.min(100, (100 * running.rows) / running.total) : 100}
                animated={!running.total}
                aria-label={t("export.title")}
              />
              <Text size="sm" role="status">
                {running.total
                  ? t("export.of", { rows: number(running.rows), total: number(running.total) })
                  : t("export.so_far", { size: number(Math.ceil(running.octets / 1000)) })}
              </Text>
              <Button variant="default" onClick={() => stop.current?.abort()}>
                {t("export.stop")}
              </Button>
            </>
          )}
        </Stack>
      </Modal>
    </>
  );
}

async function refusal(response: Response): Promise<WireError> {
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const code = typeof body.code === "number" ? body.code : response.status;
  return new WireError(String(body.message ?? response.statusText), response.status, code, undefined, body, undefined);
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
