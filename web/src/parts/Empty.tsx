/** Nothing here: says so, and what would put something here. */
import { Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Stack align="center" gap="xs" py={56} px="md">
      <Text fw={600} ta="center">
        {title}
      </Text>
      {children && (
        <Text component="div" size="sm" c="dimmed" ta="center" maw={460}>
          {children}
        </Text>
      )}
    </Stack>
  );
}
