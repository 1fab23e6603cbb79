/** What can be done with a phone as a whole. */
import { ActionIcon, Menu } from "@mantine/core";
import { IconDotsVertical, IconEyeOff, IconTrash } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Handset } from "./network";

const DeletePhone = lazy(() => import("./DeletePhone"));

export default function PhoneMenu({ handset, name, onHide }: { handset: Handset; name: string; onHide: () => void }) {
  const { t } = useTranslation("phones");
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("phone.menu", { name })}>
            <IconDotsVertical size={18} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconEyeOff size={16} />} onClick={onHide}>
            {t("phone.hide")}
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={16} />} color="red" onClick={() => setAsked(true)}>
            {t("phone.delete")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asked && (
        <Suspense>
          <DeletePhone handset={handset} name={name} onClose={() => setAsked(false)} onGone={onHide} />
        </Suspense>
      )}
    </>
  );
}
