import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hashKey, linkKeys } from "#adapters/secrets/secrets.ts";

/** What Secrets Manager answers: a secret's text, or undefined where it refuses. */
let secret: string | undefined;
let server: Server;
let client: SecretsManagerClient;

beforeEach(async () => {
  server = createServer((request, response) => {
    request.resume();
    response.setHeader("content-type", "application/x-amz-json-1.1");
    if (secret === undefined) response.writeHead(400).end('{"__type":"ResourceNotFoundException"}');
    else response.end(JSON.stringify({ Name: "link", SecretString: secret }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  client = new SecretsManagerClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: "eu-west-2",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
});

afterEach(async () => {
  client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe("the link keys", () => {
  test("are the current one, and after it the one before", async () => {
    secret = JSON.stringify({ currentId: "b", currentKey: "new", previousId: "a", previousKey: "old" });
    expect(await linkKeys(client, "link")).toEqual([
      { id: "b", key: "new" },
      { id: "a", key: "old" },
    ]);
  });

  test.each([{}, { previousId: "", previousKey: "" }])("are one before the first rotation: %j", async (previous) => {
    secret = JSON.stringify({ currentId: "a", currentKey: "only", ...previous });
    expect(await linkKeys(client, "link")).toEqual([{ id: "a", key: "only" }]);
  });

  test.each([
    { previousId: "a", previousKey: "old" },
    { currentId: "b", previousId: "a", previousKey: "old" },
    { currentId: "b", currentKey: "", previousId: "a", previousKey: "old" },
    {},
  ])("are none without a current one: %j", async (kept) => {
    secret = JSON.stringify(kept);
    await expect(linkKeys(client, "link")).rejects.toMatchObject({ code: "secrets.malformed" });
  });

  test.each(["", "a key", "null", "7"])("are none in a secret that is no JSON object: %s", async (text) => {
    secret = text;
    await expect(linkKeys(client, "link")).rejects.toMatchObject({ code: "secrets.malformed" });
  });

  test("are not there when Secrets Manager does not give them", async () => {
    secret = undefined;
    await expect(linkKeys(client, "link")).rejects.toMatchObject({ code: "secrets.unavailable" });
  });
});

describe("the hash key", () => {
  test("is the secret's own", async () => {
    secret = JSON.stringify({ key: "never rotated" });
    expect(await hashKey(client, "hash")).toBe("never rotated");
  });

  test.each([{}, { key: "" }, { key: 7 }])("is refused when it is none: %j", async (kept) => {
    secret = JSON.stringify(kept);
    await expect(hashKey(client, "hash")).rejects.toMatchObject({ code: "secrets.malformed" });
  });
});
