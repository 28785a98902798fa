import { describe, expect, test } from "vitest";
import { Fault } from "#core/fault.ts";
import { started } from "#handlers/started.ts";

function keptLog() {
  const lines: unknown[] = [];
  const keep = (event: string, fields: object): void => void lines.push({ event, ...fields });
  return { log: { info: keep, warn: keep }, lines };
}

describe("the start of a function", () => {
  test("gives what it is given", async () => {
    expect(await started(keptLog().log, Promise.resolve("ports"))).toBe("ports");
  });

  test("fails with the secret that it cannot read, and says so", async () => {
    const { log, lines } = keptLog();
    const failure = new Fault("secrets.unavailable", "the secret did not answer");
    await expect(started(log, Promise.reject(failure))).rejects.toBe(failure);
    expect(lines).toEqual([expect.objectContaining({ event: "start.failed", code: "secrets.unavailable" })]);
  });
});
