import { describe, expect, test } from "vitest";
import { correctionNote, saysCorrection, withoutCorrectionLabel } from "#core/correction-label.ts";
import type { FoundDevelopment, Version } from "#core/development.ts";
import { foundVersion, topicHistory } from "#core/topic-log.ts";

describe("a correction that a source makes itself", () => {
  test.each([
    ["Correction: Ferry sails at noon", "Ferry sails at noon"],
    ["CORRECTED-Ferry sails at noon", "Ferry sails at noon"],
    ["Corrected 2 - Ferry sails at noon", "Ferry sails at noon"],
    ["[Correction] Ferry sails at noon", "Ferry sails at noon"],
    ["Ferry sails at noon (Corrected)", "Ferry sails at noon"],
    ["Berichtigung: Fähre fährt um zwölf", "Fähre fährt um zwölf"],
    ["Corrección: El transbordador zarpa", "El transbordador zarpa"],
    ["Поправка: паром отходит в полдень", "паром отходит в полдень"],
    ["訂正：フェリーは正午に出航", "フェリーは正午に出航"],
  ])("is known by its headline: %s", (headline, bare) => {
    expect(saysCorrection({ headline })).toBe(true);
    expect(withoutCorrectionLabel(headline)).toBe(bare);
  });

  test.each(["Correction officers strike", "Course correction: none planned for the comet mission"])(
    "is not every headline with the word: %s",
    (headline) => {
      expect(saysCorrection({ headline })).toBe(false);
      expect(withoutCorrectionLabel(headline)).toBe(headline);
    },
  );

  test("is known by a paragraph of its text, which is its note", () => {
    const text =
      "<p>It sails at noon.</p><p><strong>Correction: </strong>An earlier version said 10 am &amp; was wrong.</p>";
    expect(saysCorrection({ headline: "Ferry sails", text })).toBe(true);
    expect(correctionNote({ headline: "Ferry sails", text })).toBe("An earlier version said 10 am & was wrong.");
  });
});

describe("a source's correction of what a topic has", () => {
  const first: Version = {
    headline: "Ferry sails at ten",
    key: "g1",
    number: 1,
    development: 1,
    kind: "new",
    importance: "notable",
    recordedAt: 0,
  };
  const made = (found: FoundDevelopment) => foundVersion(topicHistory([first]), found, undefined, 1);

  test("is a correction under the same key, with what it says was wrong", () => {
    const text = "<p>Correction: It does not sail at ten.</p>";
    expect(made({ headline: "Ferry sails at noon", key: "g1", text })).toMatchObject({
      kind: "corrected",
      development: 1,
      note: "It does not sail at ten.",
    });
  });

  test("is a correction of the same words without a key", () => {
    const found = { headline: "Correction: Ferry sails at ten", text: "<p>From the north pier.</p>" };
    expect(made(found)).toMatchObject({ kind: "corrected", development: 1 });
  });

  test("is made once: later words of it are an update", () => {
    const corrected: Version = { ...first, headline: "Correction: Ferry sails at noon", number: 2, kind: "corrected" };
    const history = topicHistory([first, corrected]);
    const found = { headline: "Correction: Ferry sails at noon today", key: "g1" };
    expect(foundVersion(history, found, undefined, 2)).toMatchObject({ kind: "updated" });
  });
});
