import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const runFile = z.object({
  pid: z.int().positive(),
  endpoint: z.url(),
  operateFunction: z.string().min(1),
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
});

/** How the running local stack is reached. */
export type LocalRun = z.infer<typeof runFile>;

/** What the local stack that keeps its data in `folder` says of itself, or undefined when none is running. */
export async function localRun(folder: string): Promise<LocalRun | undefined> {
  let written: unknown;
  try {
    written = JSON.parse(await readFile(join(folder, "run.json"), "utf8"));
  } catch {
    return undefined;
  }
  const run = runFile.safeParse(written);
  return run.success && isAlive(run.data.pid) ? run.data : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user is alive, though we may not signal it.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
