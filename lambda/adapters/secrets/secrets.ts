import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { Fault } from "#core/fault.ts";
import type { LinkKey } from "#pipeline/ports/links.ts";

/** The keys that sign links: the current one, and the one before it while links made with that still hold. */
export async function linkKeys(client: SecretsManagerClient, secretId: string): Promise<readonly LinkKey[]> {
  const secret = await read(client, secretId);
  const current = keyOf(secret["currentId"], secret["currentKey"]);
  const previous = keyOf(secret["previousId"], secret["previousKey"]);
  if (current === undefined) throw new Fault("secrets.malformed", "the link keys have no current key");
  return previous === undefined ? [current] : [current, previous];
}

function keyOf(id: unknown, key: unknown): LinkKey | undefined {
  const isWhole = typeof id === "string" && id !== "" && typeof key === "string" && key !== "";
  return isWhole ? { id, key } : undefined;
}

/** The key under which addresses are hashed. It never changes: what is suppressed must stay so. */
export async function hashKey(client: SecretsManagerClient, secretId: string): Promise<string> {
  const { key } = await read(client, secretId);
  if (typeof key !== "string" || key === "") throw new Fault("secrets.malformed", "the hash key's secret has no key");
  return key;
}

async function read(client: SecretsManagerClient, SecretId: string): Promise<Readonly<Record<string, unknown>>> {
  let text: string | undefined;
  try {
    text = (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;
  } catch (cause) {
    throw new Fault("secrets.unavailable", "Secrets Manager did not give a secret", { cause });
  }
  const value = parseJson(text ?? "");
  if (typeof value !== "object" || value === null) throw new Fault("secrets.malformed", "a secret is no JSON object");
  return value as Record<string, unknown>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
