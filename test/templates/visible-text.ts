import { load } from "cheerio";

/** What a reader sees of an html mail, in order: one line for each block. */
export function visibleText(html: string): string {
  const $ = load(html);
  $("head, style, script, [style*='display:none']").remove();
  $("br").replaceWith("\n");
  $("p, div, li, td, tr, h1, h2, h3, blockquote, table").append("\n").prepend("\n");
  $("a").each((_, link) => {
    $(link).append(` [${$(link).attr("href")}]`);
  });
  const lines = $("body")
    .text()
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter((line) => line !== "");
  return `${lines.join("\n")}\n`;
}
