import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A WebSub hub on the loopback interface: it takes a request, asks back, and pushes when it is told to. */
export interface HubServer {
  readonly url: string;
  /** What it was asked for, and what came of its asking back. */
  readonly asked: { readonly form: URLSearchParams; readonly status: number; readonly isEchoed: boolean }[];
  /** Pushes a body to whoever asked last; gives the status. */
  push(body: string, secret?: string): Promise<number>;
  stop(): Promise<void>;
}

export async function startHubServer(): Promise<HubServer> {
  const asked: HubServer["asked"] = [];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const form = new URLSearchParams(Buffer.concat(pieces).toString());
    response.writeHead(202).end();
    const back = new URL(form.get("hub.callback") ?? "");
    for (const [name, value] of [
      ["hub.mode", "subscribe"],
      ["hub.topic", form.get("hub.topic") ?? ""],
      ["hub.challenge", "a challenge"],
      ["hub.lease_seconds", form.get("hub.lease_seconds") ?? ""],
    ] as const) {
      back.searchParams.set(name, value);
    }
    const answer = await fetch(back);
    asked.push({ form, status: answer.status, isEchoed: (await answer.text()) === "a challenge" });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    async push(body, secret) {
      const form = asked.at(-1)?.form;
      const key = secret ?? form?.get("hub.secret") ?? "";
      const signature = `sha256=${createHmac("sha256", key).update(body).digest("hex")}`;
      const headers = { "content-type": "application/rss+xml", "x-hub-signature": signature };
      return (await fetch(form?.get("hub.callback") ?? "", { method: "POST", headers, body })).status;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
