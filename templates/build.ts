/**
 * Compiles the mails of `templates/mails` into functions in `templates/compiled`, so that nothing of MJML runs in
 * production. Run it with `npm run build`; it does nothing when nothing has changed.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { strayWords, templateProblems } from "./compiler/check-template.ts";
import { compileMjml, tighten } from "./compiler/compile-mjml.ts";
import { parseTemplate } from "./compiler/template.ts";
import { type FunctionSignature, writeFunction } from "./compiler/write-function.ts";
import { fragmentTemplates, mailTemplates, rawFields } from "./manifest.ts";
import { mailWords } from "./words.ts";

/** Where templates are read and functions are written. */
export interface TemplateFolders {
  readonly mails: string;
  readonly compiled: string;
}

/** Whose change makes the compiled mails out of date: this folder but what was compiled, and the lock on MJML's version. */
const inputFolders: readonly string[] = ["mails", "compiler", "words"];

const here = import.meta.dirname;
const ownFolders: TemplateFolders = { mails: join(here, "mails"), compiled: join(here, "compiled") };

/**
 * Makes the compiled mails, unless they are there and nothing has changed since.
 *
 * @throws {Error} with every problem found, when a template is unsound; what was compiled before is left as it was
 */
export async function buildTemplates(folders: TemplateFolders = ownFolders): Promise<"made" | "unchanged"> {
  const fingerprint = await inputsFingerprint(folders);
  const stamp = join(folders.compiled, "inputs.sha256");
  if (existsSync(stamp) && (await readFile(stamp, "utf8")) === fingerprint) return "unchanged";
  const files = await compileAll(folders);
  await replaceFiles(folders.compiled, new Map([...files, ["inputs.sha256", fingerprint]]));
  return "made";
}

async function compileAll(folders: TemplateFolders): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const problems: string[] = [];
  const compile = async (name: string, make: () => Promise<string>) => {
    try {
      files.set(`${name}.ts`, await make());
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  for (const template of fragmentTemplates) {
    const path = join(folders.mails, `${template.file}.html`);
    await compile(template.file, async () => compileSource(tighten(await readFile(path, "utf8")), template, []));
  }
  for (const template of mailTemplates) {
    const path = join(folders.mails, `${template.file}.mjml`);
    await compile(template.file, async () => {
      const html = await compileMjml(await readFile(path, "utf8"), path, folders.mails);
      return compileSource(html, template, template.slots);
    });
  }
  if (problems.length > 0) throw new Error(`The mails do not compile.\n${problems.join("\n")}`);
  return files;
}

function compileSource(html: string, signature: FunctionSignature, slots: readonly string[]): string {
  const parts = parseTemplate(html);
  const fragments = fragmentTemplates.map(({ file }) => file);
  const problems = [
    ...strayWords(html),
    ...templateProblems(parts, { words: mailWords("en"), slots, fragments, rawFields }),
  ];
  if (problems.length > 0) throw new Error(problems.join("; "));
  return writeFunction(parts, signature);
}

async function inputsFingerprint(folders: TemplateFolders): Promise<string> {
  const paths = (await readdir(here)).filter((name) => name.endsWith(".ts")).map((name) => join(here, name));
  for (const folder of [folders.mails, ...inputFolders.slice(1).map((name) => join(here, name))]) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    paths.push(...entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)));
  }
  const hash = createHash("sha256");
  for (const path of [...paths, join(here, "../package.json")].sort()) hash.update(await readFile(path)).update("\0");
  return hash.digest("hex");
}

/** Two builds may run at once, and a program may be reading: each file is put in place whole, the fingerprint last. */
async function replaceFiles(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of files) {
    const fresh = join(folder, `${name}.${process.pid}`);
    await writeFile(fresh, content);
    await rename(fresh, join(folder, name));
  }
}

if (import.meta.main) console.error(`Mails: ${await buildTemplates()}`);
