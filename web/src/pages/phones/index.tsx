/** Virtual handsets side by side: the first thing one sees, and the quickest way to see an app answer. */
import { Button, Group, SegmentedControl, Skeleton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconAlertTriangle, IconMovie, IconPlus } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "../../parts/address";
import { Empty } from "../../parts/Empty";
import { ErrorNote } from "../../parts/ErrorNote";
import { Heading } from "../../parts/Heading";
import { useList } from "../../wire/reading";
import look from "./index.module.css";
import {
  type Fault,
  type Handset,
  nameOf,
  spaced,
  useClock,
  useHandsets,
  useMessages,
  useOwnNumbers,
  usePlatformNow,
  useSenders,
} from "./network";
import { Phone } from "./Phone";

// The phones stand first; what is done to them comes when they do, or when it is asked for.
const ClockBar = lazy(async () => ({ default: (await import("./ClockBar")).ClockBar }));
const AddPhone = lazy(() => import("./AddPhone"));
const Choice = lazy(() => import("./Choice"));
const Faults = lazy(() => import("./Faults"));
const Scenarios = lazy(() => import("./Scenarios"));

const AT_FIRST = 3;

export default function Phones() {
  const { t } = useTranslation("phones");
  const handsets = useHandsets();
  const numbers = useOwnNumbers();
  const senders = useSenders();
  const messages = useMessages();
  const faults = useList<Fault>("Fault", "network/v1/Faults", { size: 100 }).data?.rows ?? [];
  const clock = useClock().data;
  const now = usePlatformNow(clock);
  const [query, change] = useAddress();
  const [adding, setAdding] = useState(false);
  const [breaking, setBreaking] = useState(false);
  const [replaying, setReplaying] = useState(false);
  const narrow = useMediaQuery("(max-width: 48em)");

  const all = handsets.rows;
  const wished = query.get("phones");
  const shown = wished === null ? all.slice(0, AT_FIRST) : all.filter((phone) => wished.split(",").includes(phone.sid));
  const show = (phones: readonly Handset[]) => change({ phones: phones.map((phone) => phone.sid).join(",") || "none" });
  const chosen = shown.find((phone) => phone.sid === query.get("phone")) ?? shown[0];
  const visible = narrow ? (chosen ? [chosen] : []) : shown;
  const echo = numbers.find((number) => number.sms_url.endsWith("/apps/echo")) ?? numbers[0];

  return (
    <>
      <Heading title={t("title")} about={echo ? t("about_number", { number: spaced(echo.phone_number) }) : t("about")}>
        <Suspense fallback={null}>
          <ClockBar clock={clock} now={now} />
        </Suspense>
        <Button
          variant="default"
          size="sm"
          leftSection={<IconAlertTriangle size={16} />}
          onClick={() => setBreaking(true)}
        >
          {faults.length ? t("faults.count", { count: faults.length }) : t("faults.button")}
        </Button>
        <Button variant="default" size="sm" leftSection={<IconMovie size={16} />} onClick={() => setReplaying(true)}>
          {t("scenarios.button")}
        </Button>
        <Suspense fallback={null}>
          <Choice all={all} shown={shown} onShow={show} />
        </Suspense>
        <Button size="sm" leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
          {t("add.button")}
        </Button>
      </Heading>
      <ErrorNote fault={handsets.error} again={() => void handsets.refetch()} />
      {handsets.isPending && (
        <Group>
          <Skeleton w={312} h={580} radius={34} />
          <Skeleton w={312} h={580} radius={34} visibleFrom="sm" />
        </Group>
      )}
      {handsets.data && shown.length === 0 && (
        <div className="card">
          <Empty title={all.length ? t("all_hidden") : t("none")}>{t("none_hint")}</Empty>
        </div>
      )}
      {narrow && shown.length > 1 && (
        <SegmentedControl
          fullWidth
          mb="md"
          aria-label={t("which")}
          data={shown.map((phone) => ({ value: phone.sid, label: nameOf(phone) }))}
          value={chosen?.sid ?? ""}
          onChange={(sid) => change({ phone: sid })}
        />
      )}
      <div className={look.table}>
        {visible.map((phone) => (
          <Phone
            key={phone.sid}
            handset={phone}
            messages={messages}
            numbers={numbers}
            senders={senders}
            faults={faults}
            now={now ?? new Date()}
            onHide={() => show(shown.filter((other) => other !== phone))}
          />
        ))}
      </div>
      <Suspense>
        {adding && (
          <AddPhone
            phones={all}
            onClose={() => setAdding(false)}
            onMade={(phone) => {
              setAdding(false);
              change({ phones: [...shown, phone].map((one) => one.sid).join(","), phone: phone.sid });
            }}
          />
        )}
        {breaking && <Faults faults={faults} onClose={() => setBreaking(false)} />}
        {replaying && <Scenarios onClose={() => setReplaying(false)} />}
      </Suspense>
    </>
  );
}
