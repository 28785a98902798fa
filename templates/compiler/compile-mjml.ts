/**
 * MJML to html, strictly, with the placeholders left where they are.
 *
 * MJML writes the direction inline, once for each section and column, whatever `dir` says; it becomes a placeholder
 * here, so that one compiled mail serves both directions of writing.
 *
 * @throws {Error} where MJML finds anything wrong
 */
export async function compileMjml(source: string, filePath: string, includePath: string): Promise<string> {
  // MJML takes most of a second to load: a build with nothing to do must not wait for it.
  const { default: mjml2html } = await import("mjml");
  const { html } = await mjml2html(source, {
    filePath,
    includePath,
    ignoreIncludes: false,
    keepComments: false,
    // MJML fetches fonts from Google when it meets names that it knows, Roboto among them: a mail loads nothing.
    fonts: {},
    validationLevel: "strict",
  });
  return tighten(html)
    .replace(/direction: ?ltr/g, "direction:{{frame.direction}}")
    .replace(/text-align: ?left/g, "text-align:{{frame.start}}")
    .replace(/align="left"/g, 'align="{{frame.start}}"');
}

/** Indentation is a fifth of what MJML writes; no mail here holds preformatted text, so it may go. */
export function tighten(html: string): string {
  return html
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n")
    .replace(/\s+style=""/g, "")
    .replace(/\s+class=""/g, "")
    .replace(/<(\w+)\s+/g, "<$1 ");
}
