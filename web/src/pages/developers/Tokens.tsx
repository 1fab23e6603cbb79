/** The account's SID and auth token, and the token's rotation: a second one beside it, then it takes the first one's place. */
import { Button, Group, Skeleton, Stack, Stepper, Text, Title } from "@mantine/core";
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Confirm } from "../../parts/Confirm";
import { ErrorNote } from "../../parts/ErrorNote";
import { KeyValue } from "../../parts/KeyValue";
import { SecretOnce } from "../../parts/SecretOnce";
import { Copy, Sid } from "../../parts/Sid";
import { type Row, useRow, useWrite } from "../../wire/reading";
import { useSession } from "../../wire/session";

export function Tokens() {
  const { t } = useTranslation("developers");
  const session = useSession();
  const [shown, show] = useState(false);
  const account = useRow("Account", `2010-04-01/Accounts/${session.account.sid}.json`);
  const write = useWrite<Row>("Account");
  const [fresh, setFresh] = useState<string>();
  const [step, setStep] = useState(0);
  const [fault, setFault] = useState<unknown>();
  const token = typeof account.data?.auth_token === "string" ? account.data.auth_token : "";

  async function make() {
    setFault(undefined);
    try {
      const made = await write.mutateAsync({ path: "accounts/v1/AuthTokens/Secondary" });
      setFresh(String(made.secondary_auth_token));
      setStep(1);
    } catch (caught) {
      setFault(caught);
    }
  }

  return (
    <section className="card" style={{ padding: "1.25rem", marginBottom: "1.5rem" }}>
      <Title order={2} mb="xs">
        {t("token.title")}
      </Title>
      <ErrorNote fault={account.error} again={() => void account.refetch()} />
      {account.isPending && <Skeleton h={90} />}
      {account.data && (
        <KeyValue
          rows={[
            [t("token.account"), <Sid key="sid" sid={session.account.sid} whole />],
            [
              t("token.token"),
              token ? (
                <Group key="token" gap={4}>
                  <span className="mono wrap">{shown ? token : "•".repeat(24)}</span>
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    color="gray"
                    leftSection={shown ? <IconEyeOff size={14} /> : <IconEye size={14} />}
                    onClick={() => show(!shown)}
                  >
                    {t(shown ? "token.hide" : "token.show")}
                  </Button>
                  {shown && <Copy text={token} />}
                </Group>
              ) : (
                t("token.not_for_you")
              ),
            ],
          ]}
        />
      )}
      <Title order={3} mt="lg" mb="xs">
        {t("rotate.title")}
      </Title>
      <Text size="sm" c="dimmed" mb="md" maw={640}>
        {t("rotate.about")}
      </Text>
      <Stepper active={step} size="sm" orientation="vertical" mb="md" aria-label={t("rotate.title")}>
        <Stepper.Step label={t("rotate.one")} description={t("rotate.one_hint")} />
        <Stepper.Step label={t("rotate.two")} description={t("rotate.two_hint")} />
        <Stepper.Step label={t("rotate.three")} description={t("rotate.three_hint")} />
      </Stepper>
      <ErrorNote fault={fault} />
      <Stack gap="xs">
        <Group>
          <Button variant="default" onClick={() => void make()} loading={write.isPending}>
            {t("rotate.make")}
          </Button>
          <Confirm
            label={t("rotate.promote")}
            question={t("rotate.promote_question")}
            variant="default"
            color="orange"
            onConfirm={async () => {
              const made = await write.mutateAsync({ path: "accounts/v1/AuthTokens/Promote" });
              if (typeof made.auth_token === "string") setFresh(made.auth_token);
              setStep(3);
            }}
          >
            {t("rotate.promote_hint")}
          </Confirm>
          <Confirm
            label={t("rotate.drop")}
            question={t("rotate.drop_question")}
            variant="subtle"
            onConfirm={async () => {
              await write.mutateAsync({ method: "DELETE", path: "accounts/v1/AuthTokens/Secondary" });
              setStep(0);
            }}
          >
            {t("rotate.drop_hint")}
          </Confirm>
        </Group>
      </Stack>
      <SecretOnce title={t("rotate.fresh")} secret={fresh} onKept={() => setFresh(undefined)} />
    </section>
  );
}
