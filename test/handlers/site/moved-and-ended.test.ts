import { describe, expect, test } from "vitest";
import type { Topic } from "#core/topic.ts";
import { newVisit, page, textOf } from "./visit.ts";

const renamed: Topic = { slug: "harbour", address: "port-talks", title: "The port talks", createdAt: 0 };
const closed: Topic = { ...renamed, closed: { at: 5, note: "Both sides have signed." } };
const form = { email: "rosa@reader.example", cadence: "daily", zone: "Europe/London", locale: "en" };

const visitTo = (topic: Topic) =>
  newVisit({
    steps: {
      readTopic: async () => ({ topic, developments: [] }),
      signUp: async () => (topic.closed === undefined ? { kind: "asked" } : { kind: "closed", topic }),
    },
  });

describe("an earlier address of a topic", () => {
  test.each([
    ["/topics/harbour", "/topics/port-talks"],
    ["/topics/harbour?page=2", "/topics/port-talks?page=2"],
    ["/topics/harbour?page=//elsewhere.example", "/topics/port-talks"],
  ])("leads from %s to %s for good", async (from, to) => {
    const response = await visitTo(renamed).get(from);
    expect(response.status).toBe(301);
    expect(response.headers.get("location")).toBe(to);
  });

  test("takes sign-ups still, and goes on at the new one", async () => {
    const response = await visitTo(renamed).post("/topics/harbour/subscribe", form);
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe("/topics/port-talks/check-your-mail");
  });
});

describe("the page of a story that has ended", () => {
  test("says so where the form was, with what the editor says", async () => {
    const response = await visitTo(closed).get("/topics/port-talks");
    expect(response.status).toBe(200);
    const $ = await page(response);
    expect($("form").length).toBe(0);
    expect(textOf($)).toContain("This story has ended");
    expect(textOf($)).toContain("Both sides have signed.");
  });

  test("refuses sign-ups in words", async () => {
    const response = await visitTo(closed).post("/topics/port-talks/subscribe", form);
    expect(response.status).toBe(410);
    expect(textOf(await page(response))).toContain("you cannot sign up for it any more");
  });
});
