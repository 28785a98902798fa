import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { Fault } from "#core/fault.ts";
import type { LinkKey } from "#pipeline/ports/links.ts";

/** The keys that sign links: the current one, and the one before it while links made with that still hold. */
export async function linkKeys(client: SecretsManagerClient, secretId: string): Promise<readonly LinkKey[]> {
  const secret = await read(client, secretId);
  const keys = [
    { id: secret["currentId"], key: secret["currentKey"] },
    { id: secret["previousId"], key: secret["previousKey"] },
  ].filter((key): key is LinkKey => typeof key.id === "string" && typeof key.key === "string" && key.key !== "");
  if (keys[0]?.id !== secret["currentId"]) throw new Fault("secrets.malformed", "the link keys have no current key");
  return keys;
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
  try {
    return JSON.parse(text ?? "") as Record<string, unknown>;
  } catch {
    throw new Fault("secrets.malformed", "a secret is no JSON");
  }
}
