/** Secrets Manager: each secret is generated once, as the template asks, and kept with the data. */
import { randomInt, randomUUID } from "node:crypto";
import * as z from "zod";
import type { Clock } from "../clock/clock.ts";
import { type AwsCall, type AwsRefusal, jsonAnswer, readJsonBody, type Service } from "../gateway/call.ts";
import type { Notebook } from "../notebook.ts";
import type { Resource } from "../template/deployment.ts";

const SECRET = z.object({
  GenerateSecretString: z.strictObject({
    ExcludePunctuation: z.boolean().default(false),
    ExcludeCharacters: z.string().default(""),
    GenerateStringKey: z.string().optional(),
    PasswordLength: z.number().int().positive().default(32),
    SecretStringTemplate: z.string().optional(),
  }),
});

interface KeptSecret {
  readonly value: string;
  readonly versionId: string;
  readonly createdAt: number;
}

export function createSecretsManager(resources: readonly Resource[], notebook: Notebook, clock: Clock): Service {
  const kept = new Map(resources.map((resource) => [resource.ref, keep(resource, notebook, clock)]));
  const arnOf = (call: AwsCall): string => {
    const id = String(readJsonBody(call)["SecretId"]);
    return [...kept.keys()].find((arn) => arn === id || arn.includes(`:secret:${id}-`)) ?? id;
  };
  return {
    name: "secretsmanager",
    protocol: "json",
    operations: {
      GetSecretValue: {
        demands: (call) => [{ action: "secretsmanager:GetSecretValue", anyOf: [arnOf(call)] }],
        serve(call) {
          const arn = arnOf(call);
          const secret = kept.get(arn);
          if (!secret) return notFound;
          return jsonAnswer(
            {
              ARN: arn,
              Name: arn.split(":secret:")[1]?.replace(/-\w{6}$/, ""),
              SecretString: secret.value,
              VersionId: secret.versionId,
              VersionStages: ["AWSCURRENT"],
              CreatedDate: secret.createdAt / 1000,
            },
            "application/x-amz-json-1.1",
          );
        },
      },
    },
  };
}

const notFound: AwsRefusal = {
  status: 400,
  code: "ResourceNotFoundException",
  message: "Secrets Manager can't find the specified secret.",
};

function keep(resource: Resource, notebook: Notebook, clock: Clock): KeptSecret {
  const key = `secret.${resource.logicalId}`;
  const known = notebook.read(key);
  if (known !== undefined) return JSON.parse(known) as KeptSecret;
  const asked = SECRET.parse(resource.properties).GenerateSecretString;
  const secret = { value: generate(asked), versionId: randomUUID(), createdAt: clock.now() };
  notebook.write(key, JSON.stringify(secret));
  return secret;
}

const LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

function generate(asked: z.infer<typeof SECRET>["GenerateSecretString"]): string {
  const all = LETTERS_AND_DIGITS + (asked.ExcludePunctuation ? "" : PUNCTUATION);
  const characters = [...all].filter((character) => !asked.ExcludeCharacters.includes(character));
  const password = Array.from({ length: asked.PasswordLength }, () => characters[randomInt(characters.length)]).join(
    "",
  );
  if (asked.SecretStringTemplate === undefined) return password;
  return JSON.stringify({
    ...JSON.parse(asked.SecretStringTemplate),
    [asked.GenerateStringKey ?? "password"]: password,
  });
}
