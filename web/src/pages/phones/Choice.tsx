/** Which phones lie on the table. */
import { Button, Checkbox, Menu } from "@mantine/core";
import { IconDeviceMobile } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import look from "./index.module.css";
import { type Handset, nameOf, spaced } from "./network";

interface Wish {
  all: readonly Handset[];
  shown: readonly Handset[];
  onShow: (phones: readonly Handset[]) => void;
}

export default function Choice({ all, shown, onShow }: Wish) {
  const { t } = useTranslation("phones");
  return (
    <Menu position="bottom-end" closeOnItemClick={false} withinPortal>
      <Menu.Target>
        <Button variant="default" size="sm" leftSection={<IconDeviceMobile size={16} />}>
          {t("shown", { count: shown.length, all: all.length })}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("which")}</Menu.Label>
        {all.map((phone) => {
          const on = shown.includes(phone);
          return (
            <Menu.Item
              key={phone.sid}
              role="menuitemcheckbox"
              aria-checked={on}
              leftSection={<Checkbox.Indicator checked={on} size="xs" />}
              onClick={() => onShow(on ? shown.filter((other) => other !== phone) : [...shown, phone])}
            >
              {nameOf(phone)} <span className={look.faint}>{spaced(phone.phone_number)}</span>
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
