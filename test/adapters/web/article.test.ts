import { describe, expect, test } from "vitest";
import { attributionOf } from "#adapters/web/article/attribution.ts";
import { isListHeading } from "#adapters/web/article/list-heading.ts";
import { markerLength } from "#adapters/web/article/marker.ts";
import { isPrompt } from "#adapters/web/article/prompt.ts";
import { firstSentenceLength } from "#adapters/web/article/sentence.ts";
import { leadingMomentOf, momentOf } from "#adapters/web/moment.ts";

describe("the heading of the list", () => {
  test.each([
    "Latest developments",
    "LATEST DEVELOPMENTS:",
    "The latest developments",
    "Latest developments in the harbour strike",
    "Here are the latest developments:",
    "Latest developments (updated 10:40)",
    "► Latest developments",
    "## Latest developments",
  ])("is known in a plain line: %s", (text) => {
    expect(isListHeading(text, false)).toBe(true);
  });

  test.each([
    "Latest developments suggest that the strike goes on.",
    "Latest developments in the strike were discussed by the council.",
    "We follow the latest developments.",
    "Latest news",
    "Developments",
  ])("is not taken from a sentence: %s", (text) => {
    expect(isListHeading(text, false)).toBe(false);
  });

  test("may have its words anywhere where the page sets it as a heading", () => {
    expect(isListHeading("Harbour strike: the latest developments on Monday", true)).toBe(true);
  });
});

describe("a marker", () => {
  test.each(["► a", "►a", "• a", "– a", "—A", "- a", "* a", "· a", "▪ a", "‣ a", "▶️ a", "1. a", "12) a", "  + a"])(
    "is seen in %j",
    (text) => {
      expect(markerLength(text)).toBeGreaterThan(0);
    },
  );

  test.each([
    "-5 degrees",
    "**bold** a",
    "1.5 metres",
    "2026 was cold",
    "a • b",
    "—",
    "-",
    "*a",
    "–5 degrees",
    "🔴 a",
    "⚽ Goal",
  ])("is not seen in %j", (text) => {
    expect(markerLength(text)).toBe(0);
  });
});

describe("a prompt", () => {
  test.each([
    "NEWS COMES TO YOU: the latest updates on the harbour strike. Sign up here.",
    "FLOOD WATCH: levels and shelters by mail. Sign up here",
    "READ MORE: How it began",
    "Read more: How it began",
    "Related: The quay in pictures",
    "WATCH: Cranes stand still",
    "Sign up for our newsletter",
    "Subscribe now and read on",
    "Get the Courier in your inbox",
    "Get our evening newsletter",
    "MORE ON THE STRIKE: Nine questions, answered",
    "ADVERTISEMENT",
  ])("is known also as an item of the list: %s", (text) => {
    expect(isPrompt(text, true)).toBe(true);
  });

  test.each([
    "NATO: ministers meet on Tuesday.",
    "BREAKING: Talks have collapsed.",
    "JUST IN: The first ship has docked.",
    "Transport: trains are late.",
    "Readers have sent more than 400 letters.",
    "The union will register new members.",
    "The board signed up to a timetable.",
    "EU and UK agree: fish first.",
  ])("is no item that tells something: %s", (text) => {
    expect(isPrompt(text, true)).toBe(false);
  });

  test("is any line with a label in capitals between the items", () => {
    expect(isPrompt("HARBOUR: all our stories", false)).toBe(true);
  });
});

describe("the first sentence", () => {
  test.each([
    ["One. Two.", "One. "],
    ["Dr. Halvard says so. She knows.", "Dr. Halvard says so. "],
    ["J. Moor of St. Olave left. He ran.", "J. Moor of St. Olave left. "],
    ["The U.S. Navy came. It left.", "The U.S. Navy came. "],
    ["It fell by 1.5 metres. Good.", "It fell by 1.5 metres. "],
    ["“We won. All of us!” and left. Nobody spoke.", "“We won. All of us!” and left. "],
    ["Why now? Nobody knows.", "Why now? "],
    ["港口关闭。渡轮停航。", "港口关闭。"],
    ["No end at all", "No end at all"],
  ])("of %j is %j", (text, sentence) => {
    expect(text.slice(0, firstSentenceLength(text))).toBe(sentence);
  });
});

describe("an attribution", () => {
  test.each([
    ["The quay is closed, according to the port authority.", "", "according to the port authority"],
    ["The quay is closed, Reuters reports.", "", "Reuters reports"],
    ["Reuters reports that the quay is closed.", "", "Reuters reports"],
    ["The quay is closed.", "Ships wait outside, the Saltby Gazette reports.", "the Saltby Gazette reports"],
    ["The quay is closed, forecasters said.", "", "forecasters said"],
    ["The quay is closed, said the harbour board.", "", "said the harbour board"],
    ["The quay is closed.", "Ships wait. (Meridian Herald)", "Meridian Herald"],
    ["The quay is closed.", "Ships wait. Source: Meridian Herald", "Meridian Herald"],
    ["The quay is closed. — Meridian Herald", "", "Meridian Herald"],
  ])("of %j %j is %j", (headline, rest, attribution) => {
    expect(attributionOf(headline, rest)?.attribution).toBe(attribution);
  });

  test.each([
    ["Work goes on according to plan.", ""],
    ["The quay is closed.", "“We are tired,” said Odile Farrant."],
    ["The board said nothing.", "He said so, she said."],
    ["The European Union (EU) met.", ""],
  ])("is not read into %j %j", (headline, rest) => {
    expect(attributionOf(headline, rest)).toBeUndefined();
  });
});

describe("a written moment", () => {
  test.each([
    ["2026-11-23T09:40:00+01:00", "2026-11-23T08:40:00.000Z"],
    ["2026-11-23T09:40Z", "2026-11-23T09:40:00.000Z"],
    ["2026-11-23 09:40 +0100", "2026-11-23T08:40:00.000Z"],
    ["Mon, 23 Nov 2026 09:40:00 +0100", "2026-11-23T08:40:00.000Z"],
    ["23 Nov 2026 09:40 EST", "2026-11-23T14:40:00.000Z"],
    ["Mon, 23 Nov 2026 09:40:00 UT", "2026-11-23T09:40:00.000Z"],
  ])("%s is %s", (written, at) => {
    expect(new Date(momentOf(written) ?? Number.NaN).toISOString()).toBe(at);
  });

  test.each([
    "",
    "2026-11-23",
    "2026-11-23T09:40:00",
    "23 Nov 2026 09:40",
    "yesterday",
    "0001-01-01T00:00:00Z",
    "2026-13-40T09:40Z",
  ])("%j is none", (written) => {
    expect(momentOf(written)).toBeUndefined();
  });

  test("at the start of a text is told from the words after it", () => {
    const text = "[2026-11-23 09:40 UTC] – The quay is closed.";
    const { at = 0, length = 0 } = leadingMomentOf(text) ?? {};
    expect([at, text.slice(length)]).toEqual([Date.parse("2026-11-23T09:40Z"), "The quay is closed."]);
  });
});
