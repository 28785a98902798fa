import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type LocalStack, startLocalStack } from "#test/support/local-stack.ts";
import { ask as askStack } from "./fixture/ask.ts";
import { writeFixtureAssembly } from "./fixture/assembly.ts";

let folder: string;
let stack: LocalStack;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "bulletin-faults-"));
  await writeFixtureAssembly(folder);
  stack = await startLocalStack({ assembly: folder });
});

afterEach(async () => {
  await fetch(`${stack.local}/faults`, { method: "DELETE" });
});

afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (operation: string, input: unknown = {}) => askStack(stack, operation, input);

async function order(fault: unknown): Promise<{ status: number; body: { faults?: unknown[]; error?: string } }> {
  const answer = await fetch(`${stack.local}/faults`, { method: "POST", body: JSON.stringify(fault) });
  return { status: answer.status, body: (await answer.json()) as { faults?: unknown[]; error?: string } };
}

const putItem = (kind: string, times = 1) => ({ service: "dynamodb", operation: "PutItem", kind, times });
const put = (pk: string) => ask("PutItem", { Item: { pk: { S: pk }, sk: { S: "item" } } });

async function stands(pk: string): Promise<boolean> {
  const { done } = await ask("GetItem", { Key: { pk: { S: pk }, sk: { S: "item" } } });
  return done.Item !== undefined;
}

describe("a fault that is switched on", () => {
  test("kills the calling process before the service does its work", async () => {
    await order(putItem("crash-before"));
    expect(await put("before")).toMatchObject({ errorType: "Runtime.ExitError" });
    expect(await stands("before")).toBe(false);
  });

  test("kills the calling process after the service has done its work", async () => {
    await order(putItem("crash-after"));
    expect(await put("after")).toMatchObject({ errorType: "Runtime.ExitError" });
    expect(await stands("after")).toBe(true);
  });

  test("cuts the connection after the work is done, and leaves the process alive", async () => {
    await order(putItem("drop-answer"));
    expect((await put("dropped")).failed).toMatchObject({ message: expect.stringMatching(/hang up|ECONNRESET/) });
    expect(await stands("dropped")).toBe(true);
  });

  test.each([
    ["dynamodb", "PutItem", "ProvisionedThroughputExceededException", { Item: { pk: { S: "x" }, sk: { S: "y" } } }],
    ["ses", "GetSendQuota", "Throttling", {}],
    ["sqs", "SendMessage", "RequestThrottled", { MessageBody: "x" }],
    ["secretsmanager", "GetSecretValue", "ThrottlingException", {}],
  ])("throttles %s:%s in the service's own words", async (service, operation, name, input) => {
    await order({ service, operation, kind: "throttle", times: 1 });
    expect((await ask(operation, input)).failed).toMatchObject({ name });
  });

  test("answers an error of the service's own", async () => {
    await order(putItem("error"));
    expect((await put("error")).failed).toMatchObject({ name: "InternalServerError" });
    expect(await stands("error")).toBe(false);
  });

  test("befalls as many calls as were said, and no other operation", async () => {
    await order(putItem("error", 2));
    expect(await stands("counted")).toBe(false);
    const answers = [await put("counted"), await put("counted"), await put("counted")];
    expect(answers.map(({ failed }) => failed !== undefined)).toEqual([true, true, false]);
  });

  test("is listed until it has come, and taken back by DELETE", async () => {
    await order(putItem("error", 2));
    await put("listed");
    const list = async () => (await fetch(`${stack.local}/faults`)).json();
    expect(await list()).toEqual({ faults: [putItem("error", 1)] });
    await fetch(`${stack.local}/faults`, { method: "DELETE" });
    expect(await list()).toEqual({ faults: [] });
    expect((await put("listed")).done).toBeDefined();
  });
});

describe("a fault that is refused", () => {
  test.each([
    [{ ...putItem("melt") }, '"kind" is "melt", but one of crash-before, '],
    [{ ...putItem("error"), service: "s3" }, '"service" is "s3", but one of '],
    [{ ...putItem("error"), service: "lambda", operation: "Invoke" }, '"service" is "lambda", but one of '],
    [{ ...putItem("error"), operation: "Scan" }, '"operation" is "Scan", but one of '],
    [{ service: "ses", kind: "error" }, '"operation" is missing, but one of '],
    [putItem("error", 0), '"times" is 0, but a whole number from 1 '],
    [{ ...putItem("error"), probability: 1 }, 'There is no field "probability"'],
    [[putItem("error")], "The body is no object"],
  ])("%j is told why", async (fault, sentence) => {
    const { status, body } = await order(fault);
    expect([status, body.error]).toEqual([400, expect.stringContaining(sentence)]);
  });

  test("other methods are refused", async () => {
    expect((await fetch(`${stack.local}/faults`, { method: "PUT", body: "{}" })).status).toBe(405);
  });
});

describe("the list of processes", () => {
  test("names each living process by its function, and forgets one that was killed", async () => {
    const { done } = await ask("Environment");
    expect(done.AWS_SESSION_TOKEN).toMatch(/^local-/);
    const operating = async () => {
      const { processes } = (await (await fetch(`${stack.local}/processes`)).json()) as {
        processes: { function: string; pid: number; busy: boolean }[];
      };
      return processes.filter((each) => each.function === "operate");
    };
    const [first] = await operating();
    expect(first).toMatchObject({ busy: false });
    process.kill(first?.pid ?? 0, "SIGKILL");
    await ask("Environment");
    expect((await operating()).map(({ pid }) => pid)).not.toContain(first?.pid);
  });
});
