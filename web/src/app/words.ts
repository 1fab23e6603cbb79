/** English and Japanese. Words are in src/words/<language>/<page>.json, each fetched when its page is opened. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";

export const LANGUAGES = ["en", "ja"] as const;
export type Language = (typeof LANGUAGES)[number];

const files = import.meta.glob<Record<string, unknown>>("../words/*/*.json", { import: "default" });
const KEPT = "trunkline-language";

/** What was chosen on this device; else what the browser prefers. */
function firstLanguage(): Language {
  const wishes = [localStorage.getItem(KEPT) ?? "", ...navigator.languages].map((tag) => tag.slice(0, 2));
  return LANGUAGES.find((language) => language === wishes.find((wish) => LANGUAGES.includes(wish as Language))) ?? "en";
}

export function startWords(): void {
  void i18next
    .use({
      type: "backend",
      read(language: string, page: string, done: (fault: unknown, words: Record<string, unknown> | null) => void) {
        const load = files[`../words/${language}/${page}.json`];
        if (!load) done(new Error(`no words for ${page} in ${language}`), null);
        else
          load().then(
            (words) => done(null, words),
            (fault: unknown) => done(fault, null),
          );
      },
    })
    .use(initReactI18next)
    .init({
      lng: firstLanguage(),
      fallbackLng: "en",
      load: "languageOnly",
      ns: ["shell", "parts"],
      defaultNS: "parts",
      interpolation: { escapeValue: false }, // React escapes
      react: { useSuspense: true },
    });
  setDocumentLanguage(i18next.language);
  i18next.on("languageChanged", setDocumentLanguage);
}

function setDocumentLanguage(language: string): void {
  document.documentElement.lang = language;
}

/** The language of the person's profile, unless another was chosen on this device. */
export function suggestLanguage(language: string): void {
  if (!localStorage.getItem(KEPT) && LANGUAGES.includes(language as Language)) void i18next.changeLanguage(language);
}

export function chooseLanguage(language: Language): void {
  localStorage.setItem(KEPT, language);
  void i18next.changeLanguage(language);
}
