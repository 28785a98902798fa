// Damages golden material: what the sources of a newsroom do to it, and what somebody would who means harm.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import iconv from "iconv-lite";

/** An input as it reaches the reader. */
export interface Input {
  readonly bytes: Buffer;
  readonly charset?: string;
}

/** A die that falls the same way for the same seed. */
export type Dice = (sides: number) => number;

const folders = ["examples", "test/golden/articles", "test/golden/feeds"];

const charsets = [
  "utf-8",
  "windows-1252",
  "windows-1251",
  "shift_jis",
  "utf-16le",
  "utf-16be",
  "gb18030",
  "euc-kr",
  "koi8-r",
  "iso-2022-jp",
  "x-none",
];

/** Pieces that readers of HTML, XML and JSON stumble over. */
const pieces = [
  "<",
  ">",
  "</",
  "/>",
  "<!--",
  "-->",
  "<![CDATA[",
  "]]>",
  '<!DOCTYPE x [<!ENTITY a "b">]>',
  "&a;",
  "&#0;",
  "&#x110000;",
  "&amp;amp;",
  "<script>",
  "</script>",
  '<script type="application/ld+json">',
  "<style>",
  "<svg>",
  "<math>",
  "<template>",
  "<table>",
  "<tr><td>",
  "<select>",
  "<plaintext>",
  "<ul>",
  "</ul>",
  "<li>",
  "<dl><dt>",
  "<dd>",
  "<p>",
  "<b>",
  '<a href="javascript:x">',
  '<a href="//x">',
  '<base href="data:x">',
  '<time datetime="',
  "<h2>Latest developments</h2>",
  '"',
  "'",
  "{",
  "}",
  "[",
  "]",
  "\\",
  "\\u0000",
  "\\ud800",
  "\u0000",
  "\u202e",
  "\u2028",
  "\ufeff",
  "\ufffd",
  "►",
  "• ",
  "\n\n",
  "\r\r\n",
  "READ MORE:",
  "14:05 – ",
  '"liveBlogUpdate":[',
  '"@graph":',
  "<item>",
  "</item>",
  "<entry>",
  "</rss>",
  "</feed>",
  'xml:base="',
  "99999999999999999999",
  "-1",
  "\u{1f600}",
];

/** Every golden file with what it is read in. */
export function goldenMaterial(): Buffer[] {
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => !/\.json$/.test(name) || folder.endsWith("feeds"))
      .map((name) => readFileSync(join(folder, name))),
  );
}

/** Dice by the mulberry32 generator. */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  return (sides) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % Math.max(1, sides);
  };
}

/** One to six damages to one of the files, and sometimes a charset that is not its own. */
export function mutation(material: readonly Buffer[], roll: Dice): Input {
  let bytes = pick(material, roll);
  for (let left = 1 + roll(6); left > 0; left--) bytes = damaged(bytes, material, roll);
  return roll(6) === 0 ? { bytes, charset: pick(charsets, roll) } : { bytes };
}

const damages: readonly ((bytes: Buffer, material: readonly Buffer[], roll: Dice) => Buffer)[] = [
  (bytes, _, roll) => bytes.subarray(0, roll(bytes.length)),
  (bytes, _, roll) => bytes.subarray(roll(bytes.length)),
  flipped,
  (bytes, _, roll) => put(bytes, Buffer.from(pick(pieces, roll)), 0, roll),
  (bytes, _, roll) => put(bytes, Buffer.from(pick(pieces, roll).repeat(1 + roll(60))), roll(200), roll),
  (bytes, _, roll) => put(bytes, nested(roll), 0, roll),
  (bytes, _, roll) => put(bytes, slice(bytes, roll), 0, roll),
  (bytes, _, roll) => put(bytes, repeated(slice(bytes, roll), 1 + roll(40)), 0, roll),
  (bytes, material, roll) => put(bytes, slice(pick(material, roll), roll), roll(300), roll),
  (bytes, _, roll) => iconv.encode(bytes.toString("utf8"), pick(charsets.slice(0, -2), roll)),
];

function damaged(bytes: Buffer, material: readonly Buffer[], roll: Dice): Buffer {
  // What has grown is only cut: inputs of a few hundred kilobytes are as large as these need to be.
  return bytes.length > 300_000 ? bytes.subarray(0, roll(bytes.length)) : pick(damages, roll)(bytes, material, roll);
}

function flipped(bytes: Buffer, _: readonly Buffer[], roll: Dice): Buffer {
  const copy = Buffer.from(bytes);
  for (let left = 1 + roll(20); left > 0; left--) {
    const at = roll(copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << roll(8));
  }
  return copy;
}

function nested(roll: Dice): Buffer {
  const open = pick(
    [
      "<div>",
      "<ul><li>",
      "<b><i>",
      "<table><tr><td>",
      "<blockquote>",
      "<item>",
      "<a>",
      "[",
      '{"a":',
      "<svg>",
      "<dl><dt>",
      "<section class=share>",
    ],
    roll,
  );
  return Buffer.from(open.repeat(1 + roll(roll(10) === 0 ? 20_000 : 600)));
}

function put(bytes: Buffer, piece: Buffer, over: number, roll: Dice): Buffer {
  const at = roll(bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + over)]);
}

function slice(bytes: Buffer, roll: Dice): Buffer {
  const from = roll(bytes.length);
  return bytes.subarray(from, from + 1 + roll(600));
}

function repeated(bytes: Buffer, times: number): Buffer {
  return Buffer.concat(Array.from({ length: times }, () => bytes));
}

function pick<Thing>(things: readonly Thing[], roll: Dice): Thing {
  const thing = things[roll(things.length)];
  if (thing === undefined) throw new RangeError("nothing to pick from");
  return thing;
}
