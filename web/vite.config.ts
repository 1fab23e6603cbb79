import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv } from "vite";

export default defineConfig(({ mode }) => {
  /** Where `npm run dev` finds a running Trunkline: TRUNKLINE_URL of the environment or of web/.env.local. */
  const server = loadEnv(mode, ".", "TRUNKLINE_").TRUNKLINE_URL ?? "http://127.0.0.1:4010";
  return {
    base: "/console/",
    plugins: [react()],
    resolve: { alias: { "~": new URL("src", import.meta.url).pathname } },
    build: {
      outDir: "../src/trunkline/surfaces/console/built",
      emptyOutDir: true,
      manifest: true,
      // Scripts, styles and fonts come as files: the page's policy allows no inline ones.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      // From these on browsers know light-dark(); written out for older ones it would not follow the switch on this page.
      cssTarget: ["chrome123", "edge123", "firefox120", "safari17.5"],
      chunkSizeWarningLimit: 900,
    },
    server: {
      proxy: {
        "/console/api": { target: server, changeOrigin: true, headers: { Origin: server } },
        "/errors": { target: server, changeOrigin: true },
      },
    },
  };
});
