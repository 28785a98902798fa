import { fork } from "node:child_process";
import { once } from "node:events";

/** A running `loopback-ses.ts`. */
export interface SesProcess {
  readonly endpoint: string;
  /** The body of the last call. */
  lastBody(): Promise<string>;
  stop(): void;
}

export async function startSes(): Promise<SesProcess> {
  const child = fork(new URL("loopback-ses.ts", import.meta.url), { execArgv: [] });
  const [port] = await once(child, "message");
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    endpoint,
    lastBody: async () => (await fetch(endpoint)).text(),
    stop: () => {
      child.disconnect();
    },
  };
}
