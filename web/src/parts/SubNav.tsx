/** The parts of one page as links in a row, each with an address of its own. */
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import look from "./SubNav.module.css";

export function SubNav({ links, label }: { links: readonly { to: string; title: string }[]; label?: string }) {
  const { t } = useTranslation("parts");
  const [here] = useLocation();
  return (
    <nav className={look.row} aria-label={label ?? t("sections")}>
      {links.map(({ to, title }) => (
        <Link
          key={to}
          href={to}
          className={look.link}
          aria-current={here === to || here.startsWith(`${to}/`) ? "page" : undefined}
        >
          {title}
        </Link>
      ))}
    </nav>
  );
}
