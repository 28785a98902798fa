import { z } from "zod";
import { readOperatorFile } from "#local/operator-file.ts";
import { readRunFile } from "#local/run-file.ts";

/** What a call needs. With a part of it missing, the AWS SDK would look for the rest elsewhere and call AWS itself. */
const reachable = z.object({
  endpoint: z.url(),
  region: z.string().min(1),
  operateFunction: z.string().min(1),
  credentials: z.object({ accessKeyId: z.string().min(1), secretAccessKey: z.string().min(1) }),
});

/** How the running local stack is reached. */
export type LocalRun = z.infer<typeof reachable>;

/** What the local stack that keeps its data in `folder` says of itself, or undefined when none is running. */
export function localRun(folder: string): LocalRun | undefined {
  return readRunFile(folder) && reachable.safeParse(readOperatorFile(folder)).data;
}
