import { afterEach, describe, expect, test, vi } from "vitest";
import { jsonLog } from "#adapters/node/json-log.ts";
import { metricAlarm } from "#adapters/node/metric-alarm.ts";
import { bugCode, faultCodes } from "#core/fault-code.ts";

const now = Date.parse("2026-03-29T07:00:00Z");
const log = jsonLog("send", () => now);

/** The lines that `act` writes to standard output. */
async function linesOf(act: () => unknown): Promise<unknown[]> {
  const lines: unknown[] = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(JSON.parse(line)));
  await act();
  return lines;
}

afterEach(() => vi.restoreAllMocks());

describe("a line of the log", () => {
  test("is one JSON object with the function's name", async () => {
    const lines = await linesOf(() => log.info("slice.done", { shard: 3 }));
    expect(lines).toEqual([{ level: "info", event: "slice.done", function: "send", shard: 3 }]);
  });

  test.each([...faultCodes, bugCode])("that tells of %s counts once under its code", async (code) => {
    const lines = await linesOf(() => log.warn("message.failed", { message: "1", code }));
    const metric = {
      Namespace: "Bulletin",
      Dimensions: [["code"]],
      Metrics: [{ Name: "failures", Unit: "Count" }],
    };
    const _aws = { Timestamp: now, CloudWatchMetrics: [metric] };
    const said = { level: "warn", event: "message.failed", function: "send", message: "1", code };
    expect(lines).toEqual([{ ...said, failures: 1, _aws }]);
  });

  test.each([
    ["a code of somebody else's", () => log.warn("hold.held", { code: "AccountSendingPausedException" })],
    ["no code", () => log.warn("recovery", { nudged: 1 })],
    ["a code in passing", () => log.info("message", { code: "sqs.unavailable" })],
  ])("with %s counts nowhere", async (_, act) => {
    expect(await linesOf(act)).toEqual([expect.not.objectContaining({ _aws: expect.anything() })]);
  });
});

describe("an alarm", () => {
  test("is a line that counts in the metric of its code", async () => {
    const lines = await linesOf(() => metricAlarm("tick", () => now).raise("brake", { bounced: 12 }));
    const metric = { Namespace: "Bulletin", Dimensions: [[]], Metrics: [{ Name: "brake", Unit: "Count" }] };
    expect(lines).toEqual([
      {
        level: "warn",
        event: "alarm.raised",
        function: "tick",
        code: "brake",
        bounced: 12,
        brake: 1,
        _aws: { Timestamp: now, CloudWatchMetrics: [metric] },
      },
    ]);
  });
});
