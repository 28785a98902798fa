// Reads one file in a process of its own and prints what it took: node test/fuzz/read-once.ts <file> <how often again>

import { readFileSync } from "node:fs";
import { newsIn } from "#adapters/web/read-news.ts";

const bytes = readFileSync(process.argv[2] ?? "");
const baseMb = megabytes();

function megabytes(): number {
  return process.resourceUsage().maxRSS / 1_024;
}

function readingMs(): number {
  const before = process.cpuUsage();
  newsIn({ bytes, url: "https://news.example/live" });
  const { user, system } = process.cpuUsage(before);
  return Math.round((user + system) / 1_000);
}

const firstMs = readingMs();
const peakMb = megabytes();
// The quickest of several: the others share their processor with what else runs.
const warmMs = Math.min(...Array.from({ length: Number(process.argv[3] ?? 7) }, readingMs));
const news = newsIn({ bytes });
console.info(
  JSON.stringify({
    developments: "refused" in news ? news.refused : news.developments.length,
    firstMs,
    warmMs,
    addedMb: Math.round(peakMb - baseMb),
    processMb: Math.round(peakMb),
  }),
);
