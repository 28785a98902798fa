import type { ItemLabel } from "#core/digest.ts";
import type { MailComposer } from "#pipeline/ports/mail-composer.ts";

/** What a mail says, as a stub of the composer notes it beside the empty message that it makes. */
export type Told =
  | { readonly kind: "notice"; readonly notice: string; readonly actionUrl: string }
  | { readonly kind: "items"; readonly items: readonly ToldItem[]; readonly leaveUrl: string };

/** One development in a mail. */
export interface ToldItem {
  readonly topic: string;
  readonly development: number;
  /** The number of the version whose words are shown. */
  readonly version: number;
  readonly label: ItemLabel;
}

/** What the message says. */
export function toldIn(source: Uint8Array): Told {
  if (!(source instanceof NotedMail)) throw new Error("a mail was not made by the simulator's composer");
  return source.told;
}

/** Stands for a message: a real one, even an empty one, costs as much to make as all the rest of a call. */
class NotedMail {
  readonly told: Told;
  constructor(told: Told) {
    this.told = told;
  }
}

/** Composes nothing, and remembers what it was asked to. */
export const notingComposer: MailComposer = {
  digest: ({ topics }) => {
    const items = topics.flatMap(({ slug, items: found }) =>
      found.map(({ label, version }): ToldItem => {
        return { topic: slug, development: version.development, version: version.number, label };
      }),
    );
    return { htmlBytes: 0, fill: ({ leaveUrl }) => noted({ kind: "items", items, leaveUrl }) };
  },
  notice: ({ kind }) => ({
    htmlBytes: 0,
    fill: ({ actionUrl }) => noted({ kind: "notice", notice: kind, actionUrl }),
  }),
};

function noted(told: Told): Uint8Array {
  return new NotedMail(told) as unknown as Uint8Array;
}
