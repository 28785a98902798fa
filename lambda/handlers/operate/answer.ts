import type { Answer } from "#core/operation.ts";

/** The refusal of a topic that nobody has added. */
export function noSuchTopic(topic: string): Answer {
  return { refused: `There is no topic ${topic}: add it with “bulletin topic add ${topic} --title …”.` };
}

/** The refusal of a topic whose story has ended. */
export function closedTopic(topic: string): Answer {
  return {
    refused: `The topic ${topic} is closed: it takes corrections and withdrawals, and after “bulletin topic reopen ${topic}” anything.`,
  };
}

/** A moment as people write it. */
export function moment(at: number): string {
  return new Date(at).toISOString();
}

/** A field with a moment, or none where there is no moment. */
export function momentField<Name extends string>(name: Name, at: number | undefined): { [K in Name]?: string } {
  return (at === undefined ? {} : { [name]: moment(at) }) as { [K in Name]?: string };
}
