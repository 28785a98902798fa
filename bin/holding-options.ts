import { type Command, InvalidArgumentError, Option } from "commander";
import { holdMaxMs } from "#core/held.ts";
import type { Hold } from "#core/operation.ts";
import { moment } from "./wording-options.ts";

/** What the options of `withHolding` come to. At most one of them is there. */
export interface HoldingOptions {
  readonly draft?: boolean;
  readonly embargo?: number;
  readonly hold?: number;
}

/** Adds the options that keep what is published from readers for now. */
export function withHolding(command: Command): Command {
  return command
    .addOption(new Option("--draft", "keep it until “bulletin held release”").conflicts(["embargo", "hold"]))
    .addOption(
      new Option("--embargo <moment>", "keep it until then: 2026-11-23T09:40:00+01:00")
        .argParser(moment)
        .conflicts(["draft", "hold"]),
    )
    .addOption(
      new Option("--hold <span>", "keep it so long that it can be stopped unseen: 30s, 5m, 2h")
        .argParser(parseHold)
        .conflicts(["draft", "embargo"]),
    );
}

/** How it is held, if it is. */
export function holdOf({ draft, embargo, hold }: HoldingOptions): { readonly hold?: Hold } {
  if (draft === true) return { hold: { reason: "draft" } };
  if (embargo !== undefined) return { hold: { reason: "embargo", releaseAt: embargo } };
  if (hold !== undefined) return { hold: { reason: "hold", forMs: hold } };
  return {};
}

const unitsMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

function parseHold(typed: string): number {
  const [, count, unit = ""] = /^(\d{1,5})([smh])$/.exec(typed) ?? [];
  const spanMs = Number(count) * (unitsMs[unit] ?? Number.NaN);
  if (spanMs > 0 && spanMs <= holdMaxMs) return spanMs;
  throw new InvalidArgumentError("Say 30s, 5m or 2h, at most 24h. What waits longer has an --embargo.");
}
