/** A card with its own heading (h2), for pages that are a row of things to see to. */
import { Group, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import look from "./Panel.module.css";

export function Panel({
  title,
  about,
  act,
  children,
}: {
  title: string;
  about?: ReactNode;
  act?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <section className="card" style={{ padding: "1.25rem" }}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <div>
          <Title order={2}>{title}</Title>
          {about && (
            <Text size="sm" c="dimmed" mt={4} maw={560} component="div">
              {about}
            </Text>
          )}
        </div>
        {act}
      </Group>
      <div className={look.body}>{children}</div>
    </section>
  );
}
