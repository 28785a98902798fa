// Reads mutations of the golden material in a process of its own, so that its memory is its own too, and prints what
// the worst of them took: node test/fuzz/mutations.ts <how many> <seed>

import { newsIn } from "#adapters/web/read-news.ts";
import { dice, goldenMaterial, mutation } from "./mutation.ts";
import { brokenPromise } from "./promises.ts";

const [count = "10000", seed = "1"] = process.argv.slice(2);
const material = goldenMaterial();
const roll = dice(Number(seed));
let longestMs = 0;
let refused = 0;
const broken: string[] = [];

for (let at = 0; at < Number(count); at++) {
  const input = mutation(material, roll);
  const before = process.cpuUsage();
  try {
    const news = newsIn({ ...input, url: "https://hostile.example/page" });
    if ("refused" in news) refused++;
    const promise = brokenPromise(news);
    if (promise !== undefined) broken.push(`mutation ${at}: ${promise}`);
  } catch (error) {
    broken.push(`mutation ${at}: ${String(error)}`);
  }
  const { user, system } = process.cpuUsage(before);
  longestMs = Math.max(longestMs, (user + system) / 1_000);
}

const memoryMb = process.resourceUsage().maxRSS / 1_024;
console.info(JSON.stringify({ count: Number(count), refused, longestMs, memoryMb, broken: broken.slice(0, 10) }));
