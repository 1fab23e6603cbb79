/** For reviewers: appeals that wait for a person, and texts that a person should read. Nobody closes what they themselves decided. */
import { Button, Group, Select, Stack, Text, Textarea, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "../../parts/Empty";
import { ErrorNote } from "../../parts/ErrorNote";
import { KeyValue } from "../../parts/KeyValue";
import { Status } from "../../parts/Status";
import { Time } from "../../parts/Time";
import { type Row, useRow, useWrite } from "../../wire/reading";

/** The words of the acceptable use policy for what is wrong with a text. */
const CATEGORIES = [
  "illegal",
  "harmful",
  "unwanted",
  "inappropriate",
  "objectionable",
  "misinformation",
  "fraud",
  "hate",
  "other",
] as const;

export function Reviews() {
  const { t } = useTranslation("trust");
  return (
    <Stack gap="xl">
      <Queue
        title={t("reviews.appeals")}
        path="compliance/v1/Reviews"
        kind="Appeal"
        facts={["ground", "statement", "step", "due_at"]}
        outcomes={["upheld", "overturned"]}
      />
      <Queue
        title={t("reviews.texts")}
        path="compliance/v1/TextReviewQueue"
        kind="TextReview"
        facts={["body", "excerpt", "reason", "count", "sender"]}
        outcomes={["harmless", "violation"]}
        categories={CATEGORIES}
      />
    </Stack>
  );
}

interface Wish {
  title: string;
  path: string;
  kind: string;
  facts: readonly string[];
  outcomes: readonly string[];
  /** What a violation is called; none: it needs no name. */
  categories?: readonly string[];
}

function Queue({ title, path, kind, ...wish }: Wish) {
  const { t } = useTranslation("trust");
  const queue = useRow<Record<string, unknown>>(kind, path);
  const rows = (Object.values(queue.data ?? {}).find(Array.isArray) ?? []) as Row[];
  return (
    <section>
      <Title order={2} mb="sm">
        {title}
      </Title>
      <ErrorNote fault={queue.error} />
      {queue.data && rows.length === 0 && (
        <div className="card">
          <Empty title={t("reviews.none")} />
        </div>
      )}
      <Stack gap="md">
        {rows.map((row) => (
          <One key={String(row.sid)} row={row} path={`${path}/${String(row.sid)}`} kind={kind} {...wish} />
        ))}
      </Stack>
    </section>
  );
}

function One({ row, path, kind, facts, outcomes, categories = [] }: Omit<Wish, "title"> & { row: Row }) {
  const { t } = useTranslation("trust");
  const close = useWrite(kind);
  const [outcome, setOutcome] = useState<string | null>(null);
  const [category, setCategory] = useState<string | null>(null);
  const named = outcome === "violation" && categories.length > 0;
  const [reasons, setReasons] = useState("");
  return (
    <section className="card" style={{ padding: 20 }}>
      <Group justify="space-between" mb="sm">
        <Status value={row.status} />
        <Time at={row.date_created} />
      </Group>
      <KeyValue
        rows={facts.map(
          (name) =>
            [
              t(`reviews.${name}`),
              <span key={name} className="wrap">
                {plain(row[name])}
              </span>,
            ] as const,
        )}
      />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          close.mutate({
            path,
            form: { Outcome: outcome ?? "", Reasons: reasons, Category: named ? (category ?? "") : undefined },
          });
        }}
      >
        <Stack gap="sm" mt="md">
          <Group gap="sm">
            <Select label={t("reviews.outcome")} data={[...outcomes]} value={outcome} onChange={setOutcome} w={180} />
            {named && (
              <Select
                label={t("reviews.category")}
                data={[...categories]}
                value={category}
                onChange={setCategory}
                w={180}
              />
            )}
          </Group>
          <Textarea
            label={t("reviews.reasons")}
            autosize
            minRows={2}
            required
            value={reasons}
            onChange={(event) => setReasons(event.currentTarget.value)}
          />
          <ErrorNote fault={close.error} />
          <Group>
            <Button type="submit" loading={close.isPending} disabled={!outcome || (named && !category)}>
              {t("reviews.close")}
            </Button>
            <Text size="sm" role="status">
              {close.isSuccess ? t("reviews.closed") : ""}
            </Text>
          </Group>
        </Stack>
      </form>
    </section>
  );
}

function plain(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
