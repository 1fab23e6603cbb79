/** The senders of a service, by their kinds, each added and taken out here. */
import { ActionIcon, Button, Group, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../../parts/ErrorNote";
import { type Row, useList, useWrite } from "../../wire/reading";
import { useSession } from "../../wire/session";

/** Kind, collection below the service, its parameter, what a row is called by, and where there is something to choose from. */
const POOLS = [
  {
    kind: "ServiceNumber",
    at: "PhoneNumbers",
    parameter: "PhoneNumberSid",
    shown: "phone_number",
    from: "IncomingPhoneNumbers",
  },
  {
    kind: "ServiceShortCode",
    at: "ShortCodes",
    parameter: "ShortCodeSid",
    shown: "short_code",
    from: "SMS/ShortCodes",
  },
  { kind: "AlphaSender", at: "AlphaSenders", parameter: "AlphaSender", shown: "alpha_sender", from: "" },
  { kind: "ChannelSender", at: "ChannelSenders", parameter: "Sid", shown: "sender", from: "" },
] as const;

type Pool = (typeof POOLS)[number];

export function SenderPool({ path }: { path: string }) {
  const { t } = useTranslation("services");
  return (
    <Stack gap="lg">
      <Text size="sm" c="dimmed">
        {t("pool.about")}
      </Text>
      {POOLS.map((pool) => (
        <Senders key={pool.at} pool={pool} path={`${path}/${pool.at}`} />
      ))}
    </Stack>
  );
}

function Senders({ pool, path }: { pool: Pool; path: string }) {
  const { t } = useTranslation("services");
  const list = useList(pool.kind, path, { size: 200 });
  const remove = useWrite(pool.kind);
  const title = t(`pool.${pool.at}`);
  return (
    <div>
      <Title order={3} mb={6}>
        {title}
      </Title>
      <Group gap="xs" mb="xs">
        {(list.data?.rows ?? []).map((row) => (
          <Group key={String(row.sid)} gap={2} className="card" px={8} py={2} wrap="nowrap">
            <span className="mono">{String(row[pool.shown] ?? row.sid)}</span>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={t("pool.remove", { name: String(row[pool.shown] ?? row.sid) })}
              onClick={() => remove.mutate({ method: "DELETE", path: `${path}/${String(row.sid)}` })}
            >
              <IconX size={14} />
            </ActionIcon>
          </Group>
        ))}
        {list.data?.rows.length === 0 && (
          <Text size="sm" c="dimmed">
            {t("pool.none")}
          </Text>
        )}
      </Group>
      <ErrorNote fault={list.error ?? remove.error} />
      <Add pool={pool} path={path} held={list.data?.rows ?? []} title={title} />
    </div>
  );
}

function Add({ pool, path, held, title }: { pool: Pool; path: string; held: Row[]; title: string }) {
  const { t } = useTranslation("services");
  const account = useSession().account.sid;
  const add = useWrite(pool.kind);
  const [value, setValue] = useState("");
  const choices = useList(
    pool.kind === "ServiceNumber" ? "IncomingPhoneNumber" : "ShortCode",
    `2010-04-01/Accounts/${account}/${pool.from}.json`,
    {
      size: 200,
      enabled: pool.from !== "",
    },
  );
  const taken = new Set(held.map((row) => row.sid));
  const free = (choices.data?.rows ?? []).filter((row) => !taken.has(row.sid));
  function go(event: FormEvent) {
    event.preventDefault();
    add.mutate({ path, form: { [pool.parameter]: value } }, { onSuccess: () => setValue("") });
  }
  if (pool.from && free.length === 0) return null;
  return (
    <form onSubmit={go}>
      <Group gap="xs">
        {pool.from ? (
          <Select
            size="xs"
            aria-label={t("pool.choose", { name: title })}
            placeholder={t("pool.pick")}
            data={free.map((row) => ({ value: String(row.sid), label: String(row[pool.shown] ?? row.sid) }))}
            value={value || null}
            onChange={(chosen) => setValue(chosen ?? "")}
            searchable
          />
        ) : (
          <TextInput
            size="xs"
            aria-label={t("pool.choose", { name: title })}
            placeholder={pool.at === "AlphaSenders" ? "MyShop" : "XE…"}
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
        )}
        <Button size="xs" variant="light" type="submit" loading={add.isPending} disabled={!value}>
          {t("pool.add")}
        </Button>
      </Group>
      <ErrorNote fault={add.error} />
    </form>
  );
}
