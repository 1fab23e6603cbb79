/** Source text with a button that copies it. Shown as text, whatever it holds. `marks`: numbers of lines (from 1) to point out. */
import { Box, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import look from "./Code.module.css";
import { Copy } from "./Sid";

interface Wish {
  text: string;
  title?: string;
  numbered?: boolean;
  marks?: readonly number[];
  /** Height above which it scrolls. */
  tall?: number;
}

export function Code({ text, title, numbered = false, marks = [], tall = 420 }: Wish) {
  const { t } = useTranslation("parts");
  const lines = text.split("\n");
  return (
    <Box className={look.box}>
      <div className={look.head}>
        <Text size="xs" c="dimmed" span>
          {title}
        </Text>
        <Copy text={text} label={t("copy")} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <pre className={look.text} style={{ maxHeight: tall }} tabIndex={0}>
        {numbered || marks.length
          ? lines.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name but its number
              <span key={index} className={marks.includes(index + 1) ? look.marked : look.line} data-number={index + 1}>
                {line || " "}
                {"\n"}
              </span>
            ))
          : text}
      </pre>
    </Box>
  );
}
