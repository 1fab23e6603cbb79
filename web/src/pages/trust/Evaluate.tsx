/** A text is judged as if it were sent, and nothing leaves. */
import { Button, Group, Select, SimpleGrid, Stack, Text, Textarea, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../../parts/ErrorNote";
import { useList, useWrite } from "../../wire/reading";
import { useSession } from "../../wire/session";
import { type Decision, Verdict } from "./Verdict";

export function Evaluate() {
  const { t } = useTranslation("trust");
  const account = useSession().account.sid;
  const numbers = useList<{ phone_number: string }>(
    "IncomingPhoneNumber",
    `2010-04-01/Accounts/${account}/IncomingPhoneNumbers.json`,
    { size: 100 },
  );
  const judge = useWrite<Decision>();
  const [to, setTo] = useState("");
  const [from, setFrom] = useState<string | null>(null);
  const [body, setBody] = useState("");
  const sender = from ?? numbers.data?.rows[0]?.phone_number ?? null;
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          judge.mutate({ path: "compliance/v1/Evaluate", form: { To: to, From: sender ?? "", Body: body } });
        }}
      >
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t("evaluate.about")}
          </Text>
          <TextInput
            label={t("evaluate.to")}
            placeholder="+15551230001"
            required
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
          <Select
            label={t("evaluate.from")}
            data={[...new Set((numbers.data?.rows ?? []).map((row) => row.phone_number))]}
            value={sender}
            onChange={setFrom}
            searchable
            allowDeselect={false}
          />
          <Textarea
            label={t("evaluate.body")}
            autosize
            minRows={4}
            maxRows={14}
            maxLength={1600}
            required
            value={body}
            onChange={(event) => setBody(event.currentTarget.value)}
          />
          <ErrorNote fault={numbers.error ?? judge.error} />
          <Group>
            <Button type="submit" loading={judge.isPending}>
              {t("evaluate.go")}
            </Button>
          </Group>
        </Stack>
      </form>
      <section aria-live="polite">
        {judge.data && (
          <div className="card" style={{ padding: 20 }}>
            <Title order={2} mb="md">
              {t("evaluate.answer")}
            </Title>
            <Verdict decision={judge.data} />
          </div>
        )}
      </section>
    </SimpleGrid>
  );
}
