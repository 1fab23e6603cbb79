// Every word exists in both languages, with the same placeholders.
import { readdirSync, readFileSync } from "node:fs";

const words = new URL("../src/words/", import.meta.url);
const read = (language, file) => JSON.parse(readFileSync(new URL(`${language}/${file}`, words), "utf8"));
const files = new Set([...readdirSync(new URL("en", words)), ...readdirSync(new URL("ja", words))]);
const faults = [];

function flat(tree, before = "") {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[before + key, value]] : flat(value, `${before}${key}.`),
  );
}
// Japanese has one plural form, English two.
const plain = (key) => key.replace(/_(one|other)$/, "");
const holes = (text) =>
  [...text.matchAll(/\{\{\s*(\w+)/g)]
    .map((match) => match[1])
    .sort()
    .join();

for (const file of files) {
  let sides;
  try {
    sides = ["en", "ja"].map(
      (language) => new Map(flat(read(language, file)).map(([key, text]) => [plain(key), text])),
    );
  } catch (fault) {
    faults.push(`${file}: ${fault.message}`);
    continue;
  }
  const [en, ja] = sides;
  for (const key of new Set([...en.keys(), ...ja.keys()])) {
    if (!en.has(key)) faults.push(`${file}: ${key} is missing in English`);
    else if (!ja.has(key)) faults.push(`${file}: ${key} is missing in Japanese`);
    else if (holes(en.get(key)) !== holes(ja.get(key)))
      faults.push(`${file}: ${key} has other placeholders in Japanese`);
  }
}
for (const fault of faults) console.error(fault);
process.exit(faults.length ? 1 : 0);
