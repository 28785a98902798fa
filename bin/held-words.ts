import { say } from "./say.ts";
import { shortMoment } from "./table.ts";

/** What the stack tells of one held development. */
type Told = Readonly<Record<string, unknown>>;

/** Tells what came of holding one development. */
export function sayHeld(done: Told, isJson: boolean | undefined): void {
  const isHeld = done["heldBack"] !== 0;
  say(
    done,
    !isHeld
      ? `${done["topic"]} has this already, or holds it just so. Nothing was changed.`
      : `Held as ${done["held"]}: ${reasonOf(done)}. Nobody sees it before. “bulletin held discard ${done["held"]}” stops it, “held release” publishes it at once.`,
    isJson,
  );
}

/** Tells that a held development was discarded. */
export function sayDiscarded(done: Told, isJson: boolean | undefined): void {
  say(done, `${done["held"]} is discarded. Nobody has seen it.`, isJson);
}

/** Why it is held, and until when. */
export function reasonOf({ reason, releaseAt, releasing }: Told): string {
  if (releasing === true) return "being published";
  const until = typeof releaseAt === "string" ? ` until ${shortMoment(releaseAt)}` : "";
  return `${reasonWords[String(reason)] ?? reason}${until}`;
}

const reasonWords: Readonly<Record<string, string>> = {
  draft: "a draft",
  embargo: "under embargo",
  approval: "waiting for approval",
  hold: "on hold",
};
