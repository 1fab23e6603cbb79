/** A picture to go with a text: a file of this machine, or an address. */
import { ActionIcon, Button, FileButton, Popover, Stack, TextInput, Tooltip } from "@mantine/core";
import { IconPhoto } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { shrink } from "./picture";

export default function Attach({
  onPicture,
  onFault,
}: {
  onPicture: (url: string) => void;
  onFault: (fault: unknown) => void;
}) {
  const { t } = useTranslation("phones");
  const [open, setOpen] = useState(false);
  const [url, setUrl] = useState("");
  return (
    <Popover opened={open} onChange={setOpen} position="top-start" width={260} trapFocus withinPortal shadow="md">
      <Popover.Target>
        <Tooltip label={t("composer.attach")} disabled={open}>
          <ActionIcon
            size={36}
            radius="xl"
            variant="subtle"
            color="gray"
            aria-label={t("composer.attach")}
            onClick={() => setOpen(!open)}
          >
            <IconPhoto size={20} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <FileButton
            accept="image/png,image/jpeg,image/gif,image/webp"
            onChange={(file) => {
              if (!file) return;
              setOpen(false);
              shrink(file).then(onPicture, onFault);
            }}
          >
            {(properties) => (
              <Button variant="light" size="xs" {...properties}>
                {t("composer.choose_file")}
              </Button>
            )}
          </FileButton>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              onPicture(url.trim());
              setUrl("");
              setOpen(false);
            }}
          >
            <TextInput
              label={t("composer.address")}
              placeholder="https://"
              size="xs"
              value={url}
              onChange={(event) => setUrl(event.currentTarget.value)}
            />
            <Button type="submit" size="xs" mt="xs" variant="default" disabled={!/^https?:\/\/./.test(url.trim())}>
              {t("composer.take_address")}
            </Button>
          </form>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
