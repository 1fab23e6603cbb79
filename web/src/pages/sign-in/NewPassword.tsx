/** A field for a new password, with what makes one good; the server's refusal is said beside it. */
import { PasswordInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { WireError } from "../../wire/api";

const WEAK = 99414;

export const isWeak = (fault: unknown) => fault instanceof WireError && fault.code === WEAK;

export function NewPassword({ fault, label }: { fault: unknown; label?: string }) {
  const { t } = useTranslation("sign-in");
  return (
    <PasswordInput
      name="password"
      label={label ?? t("new_password")}
      description={t("new_password_hint")}
      autoComplete="new-password"
      minLength={12}
      maxLength={256}
      required
      error={isWeak(fault) ? (fault as WireError).message : undefined}
      visibilityToggleButtonProps={{ "aria-label": t("show_password") }}
    />
  );
}
