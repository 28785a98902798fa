// A version of a development as programs read it.

import type { FoundDevelopment, Version, Wording } from "#core/development.ts";

export function shownVersion(version: Version): object {
  const { number, kind, importance, key, note, recordedAt } = version;
  return {
    ...{ version: number, kind, importance },
    ...shownWording(version),
    ...(key === undefined ? {} : { key }),
    ...(note === undefined ? {} : { note }),
    recordedAt: new Date(recordedAt).toISOString(),
  };
}

/** The words alone, with the moment as programs write it. */
export function shownWording({ headline, text, url, attribution, publishedAt }: Wording | FoundDevelopment): object {
  return {
    headline,
    ...(text === undefined ? {} : { text }),
    ...(url === undefined ? {} : { url }),
    ...(attribution === undefined ? {} : { attribution }),
    ...(publishedAt === undefined ? {} : { publishedAt: new Date(publishedAt).toISOString() }),
  };
}
