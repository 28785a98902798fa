// The schemas of a development's words, one place for the command line's operations and for the API.

import * as z from "zod";
import { oneLine } from "#adapters/web/clean-text.ts";
import { onlyLimitedHtml } from "#adapters/web/limited-html.ts";
import { webUrl } from "#adapters/web/web-url.ts";
import {
  headlineMaxLength,
  type Importance,
  importances,
  keyMaxLength,
  textMaxLength,
  urlMaxLength,
} from "#core/development.ts";
import { relatedLabelMaxLength, relatedMax, relatedTextMaxLength } from "#core/related.ts";

/** Longest attribution and editor's note, in characters. */
const attributionMaxLength = 200;
const noteMaxLength = 1000;

/** Words on one line, without control characters and what turns or hides other words; there must be some. */
function words(maxLength: number) {
  return (
    z
      .string()
      .trim()
      .min(1, "must not be empty")
      .max(maxLength, `must have at most ${maxLength} characters`)
      .transform(oneLine)
      // What cannot be seen is gone by now, and composed letters may have come apart.
      .refine((line) => line !== "" && line.length <= maxLength, `must have 1 to ${maxLength} characters that are seen`)
  );
}

export const headline = words(headlineMaxLength);
export const note = words(noteMaxLength);
export const key = z
  .string()
  .min(1, "must not be empty")
  .max(keyMaxLength, `must have at most ${keyMaxLength} characters`);
export const importance = z.enum(importances as [Importance, ...Importance[]]);
export const developmentNumber = z.int().min(1);

/** Kept as browsers write it: without line ends, and with everything encoded that could end it. */
const url = z
  .string()
  .max(urlMaxLength, `must have at most ${urlMaxLength} characters`)
  .regex(/^https?:\/\//i, "must begin with http:// or https://")
  .transform((typed, context) => {
    const written = webUrl(typed);
    if (written !== undefined) return written;
    context.addIssue("must be a complete web address without a password");
    return z.NEVER;
  });

/** What an article leads to besides. */
export const related = z
  .array(z.strictObject({ label: words(relatedLabelMaxLength), text: words(relatedTextMaxLength), url }))
  .max(relatedMax);

/** What may stand beside a headline, but for the moment: programs and the command line write it differently. */
export const beside = {
  // Whoever may publish may not write markup into readers' mails: its sender's word is not enough.
  text: z
    .string()
    .max(textMaxLength, `must have at most ${textMaxLength} characters`)
    .transform(onlyLimitedHtml)
    .exactOptional(),
  url: url.exactOptional(),
  attribution: words(attributionMaxLength).exactOptional(),
};
