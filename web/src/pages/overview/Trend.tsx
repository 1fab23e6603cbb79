/** Stacked bars over time, with the same figures as a table for those who do not see them. */
import { BarChart } from "@mantine/charts";
import "@mantine/charts/styles.css";
import { VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface Wish {
  label: string;
  data: { start: string; [name: string]: string | number }[];
  series: { name: string; label: string; color: string }[];
  hours: boolean;
  /** Whether the figures are counts. */
  whole?: boolean;
}

export default function Trend({ label, data, series, hours, whole = true }: Wish) {
  const { t, i18n } = useTranslation("overview");
  // Parts are days of UTC, as usage records are; hours are shown in the viewer's zone.
  const format = new Intl.DateTimeFormat(
    i18n.language,
    hours ? { hour: "2-digit", minute: "2-digit", hour12: false } : { month: "short", day: "numeric", timeZone: "UTC" },
  );
  const shown = data.map((part) => ({ ...part, at: format.format(new Date(part.start)) }));
  return (
    <figure style={{ margin: 0 }} aria-label={label}>
      <div aria-hidden>
        <BarChart
          h={220}
          data={shown}
          dataKey="at"
          type="stacked"
          series={series}
          withLegend={series.length > 1}
          tickLine="none"
          gridAxis="x"
          yAxisProps={{ allowDecimals: !whole, width: 56 }}
          barProps={{ isAnimationActive: false, maxBarSize: 36 }}
        />
      </div>
      <VisuallyHidden>
        <table>
          <caption>{label}</caption>
          <thead>
            <tr>
              <th scope="col">{t("when")}</th>
              {series.map((one) => (
                <th key={one.name} scope="col">
                  {one.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((part) => (
              <tr key={part.start}>
                <td>{part.at}</td>
                {series.map((one) => (
                  <td key={one.name}>{(part as Record<string, string | number>)[one.name] ?? 0}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </figure>
  );
}
