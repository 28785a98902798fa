/** `npm start`: the whole newsroom on this machine. */
import { join } from "node:path";
import { prepareDataFolder } from "./data-folder.ts";
import { type Front, openFront } from "./http/front.ts";
import { openJournal } from "./journal.ts";
import { type Notebook, openNotebook } from "./notebook.ts";
import { removeOperatorFile, writeOperatorFile } from "./operator-file.ts";
import type { Refusal } from "./refusal.ts";
import { readRunFile, removeRunFile, writeRunFile } from "./run-file.ts";
import { readSettings, type Settings } from "./settings.ts";
import { buildStack, type LocalStack } from "./stack/stack.ts";
import { synthesize } from "./synthesize.ts";
import { readAssembly } from "./template/assembly.ts";
import { createTools } from "./tools/tools.ts";

/** A stop that takes longer than this is cut short: Ctrl-C has 5 s. */
const LONGEST_STOP_MS = 4000;

/** Where the notebook keeps the ports of the last run. */
const SITE_PORT = "port.site";
const TOOLS_PORT = "port.tools";

const root = join(import.meta.dirname, "..");

async function start(settings: Settings | Refusal): Promise<Refusal | undefined> {
  if ("refused" in settings) return settings;
  const unusable = prepareDataFolder(settings.dataFolder);
  if (unusable) return unusable;
  const notebook = openNotebook(settings.dataFolder);
  if (!notebook) return alreadyRuns(settings.dataFolder);
  const site = await openFront({
    what: "the site",
    setting: "PORT",
    port: settings.sitePort,
    lastPort: lastPort(notebook, SITE_PORT, settings.toolsPort),
  });
  if ("refused" in site) return site;
  const tools = await openFront({
    what: "the local tools",
    setting: "LOCAL_PORT",
    port: settings.toolsPort,
    lastPort: lastPort(notebook, TOOLS_PORT, settings.sitePort),
  });
  if ("refused" in tools) return tools;
  const assembly = settings.assembly ? { folder: settings.assembly } : await synthesizeHere(settings);
  if ("refused" in assembly) return assembly;
  const stack = await buildStack({
    assembly: readAssembly(assembly.folder),
    notebook,
    journal: openJournal(settings.dataFolder, console.error),
    dataFolder: settings.dataFolder,
    siteOrigin: site.origin,
    dynamodbEndpoint: settings.dynamodbEndpoint,
  });
  stopOnSignal(settings.dataFolder, notebook, [site, tools], stack);
  site.serve(stack.site);
  tools.serve(createTools(stack, site.origin));
  notebook.write(SITE_PORT, String(site.port));
  notebook.write(TOOLS_PORT, String(tools.port));
  writeOperatorFile(settings.dataFolder, stack.operator);
  writeRunFile(settings.dataFolder, { site: site.origin, local: tools.origin, pid: process.pid });
  console.log(`Bulletin is ready: the site is ${site.origin}, the mailbox and the clock are ${tools.origin}`);
  return undefined;
}

function synthesizeHere({ environment }: Settings): ReturnType<typeof synthesize> {
  const onStart = () =>
    console.log("Making the stack from its sources; this takes some seconds, until something changes.");
  return synthesize({ root, environment, onStart });
}

/** The port of the last run on the same data, so that links in older mails go on working. */
function lastPort(notebook: Notebook, key: string, wantedByTheOther: number): number | undefined {
  const kept = Number(notebook.read(key) ?? 0);
  return kept === 0 || kept === wantedByTheOther ? undefined : kept;
}

function alreadyRuns(dataFolder: string): Refusal {
  const run = readRunFile(dataFolder);
  const where = run ? ` as process ${run.pid} on ${run.site}` : "";
  return {
    refused: `Bulletin already runs on the data in ${dataFolder}${where}; stop it, or set BULLETIN_DATA to another folder.`,
  };
}

function stopOnSignal(dataFolder: string, notebook: Notebook, fronts: readonly Front[], stack: LocalStack): void {
  let stopping = false;
  const leave = () => {
    removeRunFile(dataFolder);
    removeOperatorFile(dataFolder);
    process.exit(0);
  };
  const stop = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(leave, LONGEST_STOP_MS).unref();
    for (const { server } of fronts) {
      server.close();
      server.closeAllConnections();
    }
    stack
      .stop()
      .then(() => notebook.close(), console.error)
      .finally(leave);
  };
  for (const signal of ["SIGTERM", "SIGINT"]) process.removeAllListeners(signal).on(signal, stop);
}

// Until there is something to stop in order, a signal just ends the start.
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => process.exit(0));

start(readSettings()).then(
  (refusal) => {
    if (!refusal) return;
    console.error(refusal.refused);
    process.exit(1);
  },
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
