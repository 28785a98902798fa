import { describe, expect, test } from "vitest";
import { answerOf, dayMs, newReader, newVisit, page, textOf } from "./visit.ts";

const followed = { "harbour-bridge": "confirmed daily", quarry: "confirmed daily" };
const left = { "harbour-bridge": "left daily", quarry: "left daily" };

async function following() {
  const visit = newVisit();
  const reader = await newReader(visit);
  return { ...visit, reader, path: `/unsubscribe/${reader.leave}` };
}

describe("a leave link", () => {
  test("asks with a button when it is opened, and changes nothing", async () => {
    const { get, world, reader, path } = await following();
    const response = await get(path);
    expect(response.status).toBe(200);
    const $ = await page(response);
    expect($("form").attr("action")).toBe(path);
    expect(textOf($)).toContain("This stops mails on these 2 stories: The closure of the harbour bridge");
    expect(world.following(reader.address)).toEqual(followed);
  });

  const bodies: readonly [string, RequestInit][] = [
    ["the one-click body, urlencoded", { body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }) }],
    ["the one-click body, multipart", { body: oneClick() }],
    ["no body", {}],
    ["a body of another kind", { body: "{", headers: { "Content-Type": "application/json" } }],
    ["a broken multipart body", { body: "--x", headers: { "Content-Type": "multipart/form-data" } }],
  ];

  test.each(bodies)("leaves at once by POST with %s: 200, no redirect, no cookie", async (_, init) => {
    const { request, world, reader, path } = await following();
    for (let times = 0; times < 3; times++) {
      const response = await request(path, { method: "POST", ...init });
      expect(response.status).toBe(200);
      expect(response.headers.get("Location")).toBeNull();
      expect(response.headers.get("Set-Cookie")).toBeNull();
      const $ = await page(response);
      expect($("h1").text()).toBe("You get no more of these mails");
      expect($("main a").attr("href")).toBe("/topics/harbour-bridge#sign-up");
    }
    expect(world.following(reader.address)).toEqual(left);
  });

  test("tells a program in whole sentences which stories it is about", async () => {
    const { get, post, path } = await following();
    const json = { Accept: "application/json" };
    const told = async (response: Response) => (await answerOf(response)).message;
    const names = "“The closure of the harbour bridge” and “Tollen Quarry & the <aquifer>”";
    expect(await told(await get(path, json))).toBe(`This stops mails on ${names}.`);
    expect(await told(await post(path, {}, json))).toBe(`We no longer mail you about ${names}.`);
    expect(await told(await get(path, json))).toBe(`We no longer mail you about ${names}.`);
  });

  test("holds for ever", async () => {
    const { post, world, reader, path } = await following();
    world.now += 4_000 * dayMs;
    expect((await post(path, {})).status).toBe(200);
    expect(world.following(reader.address)).toEqual(left);
  });

  test("says that they are left already when it is opened again", async () => {
    const { get, post, path } = await following();
    await post(path, {});
    const response = await get(path);
    expect(response.status).toBe(200);
    expect((await page(response))("h1").text()).toBe("You get no more of these mails");
  });

  test("is not found when it is forged or was made for another purpose", async () => {
    const { get, post, world, reader } = await following();
    for (const token of ["forged", reader.confirm, reader.preferences]) {
      expect((await get(`/unsubscribe/${token}`)).status).toBe(404);
      expect((await post(`/unsubscribe/${token}`, {})).status).toBe(404);
    }
    expect(world.following(reader.address)).toEqual(followed);
  });

  test("says in words what is left when its stories are gone", async () => {
    const steps = { openLink: async () => ({ kind: "leave", topics: [], state: "following" }) as const };
    const visit = newVisit({ steps });
    expect(textOf(await page(await visit.get("/unsubscribe/any")))).toContain(
      "This stops the mails that the link came with.",
    );
  });
});

function oneClick(): FormData {
  const form = new FormData();
  form.set("List-Unsubscribe", "One-Click");
  return form;
}
