/** Overview: traffic, delivery, errors, opt-outs and spend of some days, read at one glance. */
import { Anchor, SegmentedControl, SimpleGrid, Skeleton, Text, Title } from "@mantine/core";
import { lazy, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useAddress } from "../../parts/address";
import { Empty } from "../../parts/Empty";
import { ErrorCode, ErrorNote } from "../../parts/ErrorNote";
import { Heading } from "../../parts/Heading";
import { useList, useRow } from "../../wire/reading";
import { useSession } from "../../wire/session";
import look from "./overview.module.css";
import { byCode, byPart, rates, type Traffic } from "./traffic";

// The charts weigh more than the rest of the page.
const Trend = lazy(() => import("./Trend"));

const SPANS = ["1", "7", "30"] as const;

interface UsageRecord {
  start_date: string;
  price: string;
  price_unit: string;
}

export default function Overview() {
  const { t, i18n } = useTranslation("overview");
  const [query, change] = useAddress();
  const account = useSession().account.sid;
  const days = SPANS.find((span) => span === query.get("days")) ?? "7";
  const step = days === "1" ? "hour" : "day";
  const traffic = useRow<Traffic>("Message", `network/v1/Traffic?Days=${days}&Step=${step}`);
  const since = traffic.data?.start.slice(0, 10);
  const spend = useList<UsageRecord>("UsageRecord", `2010-04-01/Accounts/${account}/Usage/Records/Daily.json`, {
    filters: { Category: "totalprice", StartDate: since },
    size: 100,
    enabled: since !== undefined,
  });
  if (traffic.error && !traffic.data) return <ErrorNote fault={traffic.error} again={() => void traffic.refetch()} />;
  if (!traffic.data) return <Skeleton h={480} radius="md" />;
  const parts = byPart(traffic.data, Number(days));
  const { sent, received, delivered, failed, finished, stops } = rates(traffic.data);
  const percent = new Intl.NumberFormat(i18n.language, { style: "percent", maximumFractionDigits: 1 });
  const share = (part: number, whole: number) => (whole ? percent.format(part / whole) : "–");
  const money = spend.data?.rows ?? [];
  const spent = new Map(money.map((record) => [record.start_date, Number(record.price)]));
  const sum = money.reduce((all, record) => all + Number(record.price), 0);
  const unit = money[0]?.price_unit?.toUpperCase() || "USD";
  const cash = new Intl.NumberFormat(i18n.language, { style: "currency", currency: unit, maximumFractionDigits: 4 });
  const codes = byCode(traffic.data);
  return (
    <>
      <Heading title={t("title")} about={t("about")}>
        <SegmentedControl
          aria-label={t("span")}
          data={SPANS.map((span) => ({ value: span, label: t(`days.${span}`) }))}
          value={days}
          onChange={(span) => change({ days: span })}
        />
      </Heading>
      {!traffic.data.whole && (
        <Text size="sm" c="dimmed" mb="sm">
          {t("not_whole", { seen: traffic.data.seen })}
        </Text>
      )}
      <SimpleGrid cols={{ base: 2, sm: 3, xl: 6 }} spacing="md" mb="lg">
        <Figure name={t("sent")} value={sent.toLocaleString(i18n.language)} />
        <Figure name={t("received")} value={received.toLocaleString(i18n.language)} />
        <Figure name={t("delivered")} value={share(delivered, finished)} note={t("of_finished", { count: finished })} />
        <Figure name={t("failed")} value={share(failed, finished)} note={t("messages", { count: failed })} />
        <Figure name={t("stops")} value={share(stops, delivered)} note={t("people", { count: stops })} />
        <Figure name={t("spend")} value={cash.format(sum)} />
      </SimpleGrid>
      {sent + received === 0 ? (
        <div className="card">
          <Empty title={t("empty.title")}>
            <Anchor component={Link} href="/phones">
              {t("empty.do")}
            </Anchor>
          </Empty>
        </div>
      ) : (
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
          <Panel title={t("chart.traffic")}>
            <Trend
              label={t("chart.traffic")}
              data={parts}
              series={[
                { name: "delivered", label: t("delivered"), color: "trunk.6" },
                { name: "failed", label: t("failed"), color: "red.6" },
                { name: "waiting", label: t("waiting"), color: "gray.5" },
                { name: "inbound", label: t("received"), color: "blue.6" },
              ]}
              hours={step === "hour"}
            />
          </Panel>
          <Panel title={t("chart.stops")}>
            <Trend
              label={t("chart.stops")}
              data={parts}
              series={[{ name: "stops", label: t("stops"), color: "orange.7" }]}
              hours={step === "hour"}
            />
          </Panel>
          <Panel title={t("chart.errors")}>
            {codes.length === 0 ? (
              <Empty title={t("no_errors")} />
            ) : (
              <table className={look.codes}>
                <thead>
                  <tr>
                    <th scope="col">{t("code")}</th>
                    <th scope="col">{t("count")}</th>
                  </tr>
                </thead>
                <tbody>
                  {codes.slice(0, 8).map(([code, count]) => (
                    <tr key={code}>
                      <td>
                        <ErrorCode code={code} />
                      </td>
                      <td>
                        <span className={look.bar} style={{ width: `${(100 * count) / (codes[0]?.[1] ?? 1)}%` }} />
                        <span className={look.count}>{count.toLocaleString(i18n.language)}</span>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </Panel>
          <Panel title={t("chart.spend")}>
            <Trend
              label={t("chart.spend")}
              data={parts
                .filter((part) => step === "day" || part.start.includes("T00:"))
                .map(({ start }) => ({ start, spend: spent.get(start.slice(0, 10)) ?? 0 }))}
              whole={false}
              series={[{ name: "spend", label: t("spend"), color: "violet.6" }]}
              hours={false}
            />
          </Panel>
        </SimpleGrid>
      )}
    </>
  );
}

function Figure({ name, value, note }: { name: string; value: string; note?: string }) {
  return (
    <div className={`card ${look.figure}`}>
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Text fz={26} fw={600} className={look.value}>
        {value}
      </Text>
      <Text size="xs" c="dimmed">
        {note ?? "\u00a0"}
      </Text>
    </div>
  );
}

function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={`card ${look.panel}`}>
      <Title order={2} mb="md">
        {title}
      </Title>
      <Suspense fallback={<Skeleton h={220} radius="md" />}>{children}</Suspense>
    </section>
  );
}
