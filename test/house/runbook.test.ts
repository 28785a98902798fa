// Whoever is called or sees a code counted finds in the operator's guide what to do: each code of the closed lists has a heading.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { alarmCodes } from "#core/alarm-code.ts";
import { bugCode, faultCodes } from "#core/fault-code.ts";
import { ALARM_HEADINGS } from "#lib/alarms.ts";

const guide = readFileSync(new URL("../../docs/operator.md", import.meta.url), "utf8");

/** The third-level headings below a second-level one. */
function headingsUnder(chapter: string): string[] {
  const after = guide.split(`\n## ${chapter}\n`)[1]?.split("\n## ")[0] ?? "";
  return [...after.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading ?? "");
}

describe("the operator's guide", () => {
  test("has a heading for each code by which failures are counted, and for no other", () => {
    const codes = [...faultCodes, bugCode].map((code) => `\`${code}\``);
    expect(headingsUnder("When a failure is counted")).toEqual(codes);
  });

  test.each(alarmCodes)("has a heading for the alarm code %s", (code) => {
    expect(headingsUnder("When an alarm rings")).toContain(ALARM_HEADINGS[code]);
  });
});
