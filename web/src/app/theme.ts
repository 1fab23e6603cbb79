import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

/** The one accent: a deep green of signal lamps. Shades 6 (light) and 4 (dark) keep 4.5:1 against their grounds. */
const trunk: MantineColorsTuple = [
  "#e9f7f3",
  "#d5ebe4",
  "#aad7c9",
  "#7bc1ab",
  "#54af92",
  "#3ca382",
  "#1f6f5c",
  "#1a6250",
  "#125747",
  "#044a3b",
];

export const theme = createTheme({
  colors: { trunk },
  primaryColor: "trunk",
  primaryShade: { light: 6, dark: 6 },
  autoContrast: true,
  defaultRadius: "md",
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Hiragino Sans", "Noto Sans JP", "Yu Gothic UI", sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", "Noto Sans Mono CJK JP", monospace',
  headings: {
    fontWeight: "600",
    sizes: { h1: { fontSize: "1.5rem" }, h2: { fontSize: "1.125rem" }, h3: { fontSize: "1rem" } },
  },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    // The first entry has the focus, not a place before it that is no entry.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    // A <header> in a dialog counts as a second banner of the page.
    ModalHeader: { defaultProps: { component: "div" } },
    DrawerHeader: { defaultProps: { component: "div" } },
  },
});

/** Mantine's quiet colours fall short of 4.5:1; ours do not. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#5c6863",
    "--mantine-color-anchor": "#1a6250",
    "--mantine-color-placeholder": "#6b7672",
    "--mantine-color-error": "#c92a2a",
  },
  dark: {
    "--mantine-color-dimmed": "#a3b0ab",
    "--mantine-color-anchor": "#7bc1ab",
    "--mantine-color-placeholder": "#8d9994",
    "--mantine-color-error": "#ff8787",
    "--mantine-color-body": "#131716",
  },
});
