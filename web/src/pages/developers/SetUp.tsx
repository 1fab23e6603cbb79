/** How an app is led to this server: by `trunkline run` as it is, or by a base URL. */
import { SegmentedControl, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAddress } from "../../parts/address";
import { Code } from "../../parts/Code";
import { KeyValue } from "../../parts/KeyValue";
import { Sid } from "../../parts/Sid";
import { type Row, useList } from "../../wire/reading";
import { useSession } from "../../wire/session";
import { SNIPPETS } from "./snippets";

export function SetUp() {
  const { t } = useTranslation("developers");
  const session = useSession();
  const [query, change] = useAddress();
  const numbers = useList<Row>(
    "IncomingPhoneNumber",
    `2010-04-01/Accounts/${session.account.sid}/IncomingPhoneNumbers.json`,
    { size: 1 },
  );
  const chosen = SNIPPETS.find(({ name }) => name === query.get("way")) ?? SNIPPETS[0];
  const number = numbers.data?.rows[0]?.phone_number;
  const base = window.location.origin;
  const facts = {
    base,
    account: session.account.sid,
    from: typeof number === "string" ? number : "+15557770001",
    to: "+15551230001",
  };
  return (
    <Stack gap="lg" maw={820}>
      <section className="card" style={{ padding: "0.5rem 1.25rem" }}>
        <KeyValue
          rows={[
            [t("set_up.account"), <Sid key="sid" sid={session.account.sid} whole />],
            [t("set_up.base"), <Sid key="base" sid={base} whole />],
            [t("set_up.others"), <span key="others" className="mono">{`${base}/messaging/v1/Services`}</span>],
          ]}
        />
      </section>
      <SegmentedControl
        aria-label={t("set_up.way")}
        data={SNIPPETS.map(({ name }) => ({ value: name, label: t(`way.${name}`) }))}
        value={chosen?.name ?? "run"}
        onChange={(way) => change({ way })}
      />
      <Text size="sm">{t(`way_about.${chosen?.name}`)}</Text>
      {chosen?.files(facts).map((file) => (
        <Code key={file.title} title={file.title} text={file.text} tall={640} />
      ))}
    </Stack>
  );
}
