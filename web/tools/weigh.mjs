// Says what the first view weighs: the entry, what it imports at once, and the page one lands on, gzipped. Fails above the budget.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET = 200_000;
const built = new URL("../../src/trunkline/surfaces/console/built/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", built), "utf8"));

function chunksOf(key, seen = new Set()) {
  if (seen.has(key) || !manifest[key]) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) chunksOf(next, seen);
  return seen;
}

const weight = (file) => gzipSync(readFileSync(new URL(file, built))).length;
const first = chunksOf("index.html");
const landing = Object.keys(manifest).filter((key) => /^src\/pages\/phones\/index\.tsx$/.test(key));
for (const key of landing) chunksOf(key, first);
for (const key of Object.keys(manifest)) if (/^src\/words\/en\/(shell|parts|phones)\.json$/.test(key)) first.add(key);
const files = [...new Set([...first].map((key) => manifest[key].file))].filter((file) => file.endsWith(".js"));
const total = files.reduce((sum, file) => sum + weight(file), 0);
const styles = new Set([...first].flatMap((key) => manifest[key].css ?? []));
console.log(
  `first view: ${(total / 1000).toFixed(1)} kB of script gzipped in ${files.length} files (budget ${BUDGET / 1000} kB)`,
);
console.log(
  `            ${([...styles].reduce((sum, file) => sum + weight(file), 0) / 1000).toFixed(1)} kB of style gzipped`,
);
if (total > BUDGET) {
  for (const file of files) console.error(`  ${(weight(file) / 1000).toFixed(1)} kB ${file}`);
  console.error("The first view is over its budget: load what is not needed at once lazily.");
  process.exit(1);
}
