/** The head of a page: its one h1 (which also names the window), a line about it, and what can be done. */
import { Group, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";

export function Heading({ title, about, children }: { title: string; about?: ReactNode; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Trunkline`;
  }, [title]);
  return (
    <Group justify="space-between" align="flex-start" mb="lg" gap="sm">
      <div>
        <Title order={1}>{title}</Title>
        {about && (
          <Text c="dimmed" size="sm" mt={4} maw={640} component="div">
            {about}
          </Text>
        )}
      </div>
      {children && <Group gap="xs">{children}</Group>}
    </Group>
  );
}
