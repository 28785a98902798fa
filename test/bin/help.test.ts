import { describe, expect, test } from "vitest";
import { bulletin } from "./bulletin.ts";

describe("help", () => {
  test.each(["publish", "correct", "pull", "run show", "source add", "topic show"])(
    "of %s has an example of it",
    async (command) => {
      const { code, stdout } = await bulletin([...command.split(" "), "--help"]);
      expect(code).toBe(0);
      expect(stdout).toContain(`  bulletin ${command} `);
    },
  );
});
