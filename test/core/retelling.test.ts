import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tellTheSame } from "#core/retelling.ts";

const hourMs = 60 * 60 * 1000;
const same = (one: string, other: string) => tellTheSame({ headline: one }, { headline: other });

describe("two headlines of two sources", () => {
  test.each([
    ["Ferry to Skerry Holm sails again", "Ferry sails again to Skerry Holm"],
    ["Harbour bridge reopens after storm damage", "The harbour bridge reopens after storm damage"],
    ["Council votes to close the old harbour bridge", "Council votes to close old harbour bridge for good"],
    ["Rat stimmt für Schließung der alten Brücke", "Rat stimmt für die Schließung der alten Brücke"],
    ["港の橋が嵐のあと再び開通しました", "港の橋が嵐のあと再び開通"],
  ])("tell the same: %s / %s", (one, other) => {
    expect(same(one, other)).toBe(true);
    expect(same(other, one)).toBe(true);
  });

  test.each([
    ["another number", "Ferry capsizes off Sarn with 12 aboard", "Ferry capsizes off Sarn with 14 aboard"],
    ["a number more", "Ferry capsizes off the coast of Sarn", "Ferry capsizes off the coast of Sarn, 12 dead"],
    ["another place", "Storm closes the harbour bridge at Averil", "Storm closes the harbour bridge at Seaton"],
    [
      "a word that turns it round",
      "Minister says tunnel will open in May",
      "Minister says tunnel will not open in May",
    ],
    ["other news of the matter", "Harbour bridge reopens after storm", "Harbour bridge closes before storm"],
    ["labels", "Live updates", "Live updates"],
  ])("are two with %s", (_, one, other) => {
    expect(same(one, other)).toBe(false);
  });

  test("are two when they are dated more than a day apart", () => {
    const headline = "Ferry to Skerry Holm sails again";
    const at = (publishedAt: number) => ({ headline, publishedAt });
    expect(tellTheSame(at(0), at(24 * hourMs))).toBe(true);
    expect(tellTheSame(at(0), at(25 * hourMs))).toBe(false);
    expect(tellTheSame(at(0), { headline })).toBe(true);
  });

  test("are compared alike either way round, whatever they are", () => {
    const headline = fc.string({ unit: "grapheme", minLength: 1, maxLength: 80 });
    fc.assert(fc.property(headline, headline, (one, other) => same(one, other) === same(other, one)));
  });
});
