import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildTemplates, type TemplateFolders } from "#templates/build.ts";

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "bulletin-mails-"));
});
afterAll(() => rm(root, { recursive: true }));

async function ownFolders(name: string, change?: [file: string, from: string, to: string]): Promise<TemplateFolders> {
  const folders = { mails: join(root, name, "mails"), compiled: join(root, name, "compiled") };
  await cp(join(import.meta.dirname, "../../templates/mails"), folders.mails, { recursive: true });
  if (change !== undefined) {
    const [file, from, to] = change;
    const source = await readFile(join(folders.mails, file), "utf8");
    expect(source).toContain(from);
    await writeFile(join(folders.mails, file), source.replace(from, to));
  }
  return folders;
}

describe("building the mails", () => {
  test("makes the same files each time, and nothing when nothing has changed", async () => {
    const [a, b] = [await ownFolders("a"), await ownFolders("b")];
    expect([await buildTemplates(a), await buildTemplates(b)]).toEqual(["made", "made"]);
    const files = await readdir(a.compiled);
    expect(files.sort()).toEqual(
      [
        "alert.ts",
        "confirm.ts",
        "development.ts",
        "digest.ts",
        "inputs.sha256",
        "news.ts",
        "preferences-link.ts",
      ].sort(),
    );
    for (const file of files)
      expect(await readFile(join(a.compiled, file))).toEqual(await readFile(join(b.compiled, file)));
    const before = await stat(join(a.compiled, "digest.ts"));
    expect(await buildTemplates(a)).toBe("unchanged");
    expect((await stat(join(a.compiled, "digest.ts"))).ino).toBe(before.ino);
  });

  test("makes them again when a template has changed", async () => {
    const folders = await ownFolders("again");
    await buildTemplates(folders);
    await writeFile(join(folders.mails, "development.html"), "<tr><td>{{headline}}</td></tr>");
    expect(await buildTemplates(folders)).toBe("made");
  });

  test.each([
    ["MJML does not know an attribute", ["confirm.mjml", "<mj-column>", '<mj-column colour="red">'], "colour"],
    ["MJML does not know a tag", ["confirm.mjml", "<mj-column>", "<mj-column><mj-txt></mj-txt>"], "mj-txt"],
    ["a word is missing", ["confirm.mjml", "words.confirmAction", "words.nothing"], 'there is no word "nothing"'],
    [
      "a word gets too little",
      ["confirm.mjml", "confirmHeading(topicTitle)", "confirmHeading()"],
      "takes 1, and is given 0",
    ],
    [
      "a word needs nothing",
      ["confirm.mjml", "words.confirmAction", "words.confirmAction(topicTitle)"],
      "takes nothing",
    ],
    ["nobody fills a slot", ["confirm.mjml", "slot.actionUrl", "slot.leaveUrl"], 'nobody fills the slot "leaveUrl"'],
    [
      "a slot stands nowhere",
      ["confirm.mjml", "{{slot.actionUrl}}", "https://a.example"],
      'the slot "actionUrl" stands nowhere',
    ],
    [
      "a word stands in the template",
      ["news.html", "{{lead.source}}", "Source: {{lead.source}}"],
      '"Source:" belongs into',
    ],
    ["a plain text is put in raw", ["news.html", "{{lead.source}}", "{{{lead.source}}}"], "lead.source"],
    [
      "a fragment is missing",
      ["news.html", "{{> development item}}", "{{> item item}}"],
      'there is no fragment "item"',
    ],
    ["a block is not closed", ["news.html", "{{/if}}", ""], "{{#if}} is not closed"],
    ["a placeholder is none", ["news.html", "{{lead.source}}", "{{lead source}}"], "{{lead source}} is no placeholder"],
  ] as const)("fails when %s", async (name, [file, from, to], problem) => {
    const folders = await ownFolders(name, [file, from, to]);
    await expect(buildTemplates(folders)).rejects.toThrow(problem);
    await expect(readdir(folders.compiled)).rejects.toThrow("ENOENT");
  });
});
