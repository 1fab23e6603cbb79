/** A new row of a kind, from the fields that may be given on create. */
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { FieldForm } from "../../parts/FieldForm";
import { Heading } from "../../parts/Heading";
import { pathOf } from "../../wire/catalogue";
import { plainName } from "../../wire/kinds";
import { useWrite } from "../../wire/reading";
import type { At } from ".";
import { ChooseParent, usePlace } from "./place";
import { firstLine } from "./RowTable";

export function NewRow({ catalogue, known }: At) {
  const { t } = useTranslation("resources");
  const { kind, product, slug } = known;
  const place = usePlace(kind);
  const [, go] = useLocation();
  const write = useWrite(kind.name);
  const back = `/resources/${product.name}/${slug}${place.query}`;
  return (
    <>
      <Heading title={t("new_of", { name: plainName(kind.title || kind.name) })} about={firstLine(kind.doc)} />
      {place.missing.length > 0 ? (
        <ChooseParent catalogue={catalogue} known={known} missing={place.missing} />
      ) : (
        <FieldForm
          fields={kind.fields.filter((field) => field.create)}
          write="create"
          act={t("create")}
          send={async (form) => {
            const made = await write.mutateAsync({ path: pathOf(kind, place.values), form });
            const key = String(made[kind.key || "sid"] ?? "");
            go(
              key && kind.verbs.includes("fetch")
                ? `/resources/${product.name}/${slug}/${encodeURIComponent(key)}${place.query}`
                : back,
            );
          }}
          onCancel={() => go(back)}
        />
      )}
    </>
  );
}
