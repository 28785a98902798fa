import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import PostalMime from "postal-mime";
import { median } from "./median.ts";
import { percentile } from "./percentile.ts";
import type { Row } from "./row.ts";
import { environment, projectFolder, type StartedStack, startStack } from "./started-stack.ts";

/** Publishings that are timed: each of a topic of its own, since what follows within five minutes is gathered. */
const publishings = 30;

/** Those that are made through the whole command line besides. */
const byCommand = 5;

const p95MostSeconds = 2;

/** Between two looks into the mailbox, in milliseconds. */
const lookEveryMs = 10;

/** A mail that has not come by then does not come, in milliseconds. */
const patienceMs = 30_000;

/** How long it takes from an editor's publishing to the first alert in the local mailbox. */
export async function alert(): Promise<readonly Row[]> {
  const stack = await startStack();
  try {
    const lambda = new LambdaClient({ ...stack.operator });
    const operate = (command: object) => invoke(lambda, stack.operator.operateFunction ?? "", command);
    const topics = Array.from({ length: publishings + byCommand }, (_, place) => `topic-${place}`);
    for (const topic of topics) {
      await operate({ command: "topic.add", topic, title: `the story of ${topic}` });
      await follow(stack, topic);
    }
    const seconds: number[] = [];
    for (const topic of topics.slice(0, publishings)) {
      const wording = { headline: `News of ${topic}` };
      seconds.push(await timed(stack, topic, () => operate({ command: "publish", topic, wording })));
    }
    const commanded: number[] = [];
    for (const topic of topics.slice(publishings)) {
      commanded.push(await timed(stack, topic, () => command(stack, ["publish", topic, "--headline", "News"])));
    }
    return rowsOf(seconds, commanded);
  } finally {
    await stack.stop();
  }
}

function rowsOf(seconds: readonly number[], commanded: readonly number[]): readonly Row[] {
  const p95 = percentile(seconds, 0.95);
  const plain = { peer: null, ratio: null, bar: "reported", holds: true };
  return [
    {
      id: "alert-p95",
      what: `publish to the first alert in the mailbox, 95th percentile of ${publishings}, s`,
      ours: p95,
      peer: null,
      ratio: null,
      bar: `≤ ${p95MostSeconds}`,
      holds: p95 <= p95MostSeconds,
    },
    { id: "alert-median", what: "the same, median, s", ours: median(seconds), ...plain },
    { id: "alert-first", what: "the same, the first since the start, s", ours: seconds[0] ?? Number.NaN, ...plain },
    { id: "alert-command", what: "the same by a whole command, median, s", ours: median(commanded), ...plain },
  ];
}

/** Publishes, and gives the seconds until the reader of the topic has their alert. */
async function timed(stack: StartedStack, topic: string, publish: () => Promise<void>): Promise<number> {
  const before = (await mailsTo(stack, topic)).length;
  const beganAt = performance.now();
  const publishing = publish();
  await mailAfter(stack, topic, before);
  const seconds = (performance.now() - beganAt) / 1000;
  await publishing;
  return seconds;
}

async function invoke(lambda: LambdaClient, name: string, command: object): Promise<void> {
  const { Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: name, Payload: Buffer.from(JSON.stringify(command)) }),
  );
  const answer = Buffer.from(Payload ?? []).toString("utf8");
  if (!answer.startsWith('{"done"')) throw new Error(`operate said ${answer}`);
}

async function command(stack: StartedStack, words: readonly string[]): Promise<void> {
  const file = join(projectFolder, "bin", "bulletin.ts");
  const child = spawn(process.execPath, [file, ...words, "--local"], {
    cwd: projectFolder,
    env: environment({ BULLETIN_DATA: stack.data }),
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`bulletin ${words.join(" ")} ended with ${code}`);
}

/** Signs the reader of a topic up at once and confirms it, by the mail that comes. */
async function follow(stack: StartedStack, topic: string): Promise<void> {
  const form = new URLSearchParams({ email: readerOf(topic), cadence: "instant", zone: awakeZone(), locale: "en" });
  await fetch(`${stack.site}/topics/${topic}/subscribe`, { method: "POST", body: form, redirect: "manual" });
  const id = await mailAfter(stack, topic, 0);
  const source = await fetch(`${stack.tools}/mailbox/messages/${encodeURIComponent(id)}/source`);
  const { text = "" } = await PostalMime.parse(await source.arrayBuffer());
  const token = /\/confirm\/([\w.~-]+)/.exec(text)?.[1];
  const { status } = await fetch(`${stack.site}/confirm/${token}`, { method: "POST" });
  if (status !== 200) throw new Error(`${topic} could not be confirmed: ${status}`);
}

function readerOf(topic: string): string {
  return `${topic}@readers.example`;
}

/** Where it is the middle of the day: in quiet hours an alert would wait. */
function awakeZone(): string {
  const zones = [
    "Pacific/Auckland",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Europe/Berlin",
    "America/Chicago",
    "Pacific/Honolulu",
  ];
  const hourIn = (timeZone: string): number =>
    Number(new Intl.DateTimeFormat("en", { timeZone, hour: "numeric", hourCycle: "h23" }).format(Date.now()));
  return zones.toSorted((a, b) => Math.abs(hourIn(a) - 14) - Math.abs(hourIn(b) - 14))[0] ?? "UTC";
}

async function mailsTo(stack: StartedStack, topic: string): Promise<readonly { readonly id: string }[]> {
  const answer = await fetch(`${stack.tools}/mailbox/messages?to=${encodeURIComponent(readerOf(topic))}`);
  return (await answer.json()) as { readonly id: string }[];
}

/** Waits until more than so many mails have come to the reader of a topic; gives the newest one's id. */
async function mailAfter(stack: StartedStack, topic: string, count: number): Promise<string> {
  const giveUpAt = performance.now() + patienceMs;
  while (performance.now() < giveUpAt) {
    const mails = await mailsTo(stack, topic);
    const [first] = mails;
    if (mails.length > count && first !== undefined) return first.id;
    await sleep(lookEveryMs);
  }
  throw new Error(`no mail came to the reader of ${topic} in ${patienceMs} ms`);
}
