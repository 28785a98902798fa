import { describe, expect, test } from "vitest";
import { harbour } from "./newsroom.ts";
import { dayMs, goodSignUp, newReader, newVisit, page, signUp, textOf } from "./visit.ts";

const { email } = goodSignUp;

async function asked() {
  const visit = newVisit();
  const [token = ""] = await signUp(visit, [harbour]);
  return { ...visit, path: `/confirm/${token}`, token, visit };
}

describe("a confirm link", () => {
  test("asks with a button when it is opened, and changes nothing however often", async () => {
    const { get, world, path } = await asked();
    for (let times = 0; times < 3; times++) {
      const response = await get(path);
      expect(response.status).toBe(200);
      const $ = await page(response);
      expect($("form").attr("method")).toBe("post");
      expect($("form").attr("action")).toBe(path);
      expect(textOf($)).toContain("the latest updates on “The closure of the harbour bridge”, once a day");
    }
    expect(world.following(email)).toEqual({ "harbour-bridge": "asked daily" });
  });

  test("says that the reader is in each time its button is pressed", async () => {
    const { post, world, path } = await asked();
    for (let times = 0; times < 2; times++) {
      const response = await post(path, {});
      expect(response.status).toBe(200);
      const $ = await page(response);
      expect($("h1").text()).toBe("You are in");
      expect(textOf($)).toContain("Your mail comes every day at 07:00 (London time)");
      expect($("main a").first().attr("href")).toMatch(/^https:\/\/news\.saltmarsh\.example\/preferences\//);
    }
    expect(world.following(email)).toEqual({ "harbour-bridge": "confirmed daily" });
  });

  test("says so, changes nothing and offers to sign up once the topic was left", async () => {
    const visit = newVisit();
    const reader = await newReader(visit);
    await visit.post(`/unsubscribe/${reader.leave}`, {});
    for (const response of [
      await visit.get(`/confirm/${reader.confirm}`),
      await visit.post(`/confirm/${reader.confirm}`, {}),
    ]) {
      expect(response.status).toBe(200);
      const $ = await page(response);
      expect($("h1").text()).toBe("You have left this story");
      expect($("main a").attr("href")).toBe("/topics/harbour-bridge#sign-up");
    }
    expect(visit.world.following(email)).toEqual({ "harbour-bridge": "left daily", quarry: "left daily" });
  });

  test("has run out after 7 days and leads to the form for a new one", async () => {
    const { get, post, world, path } = await asked();
    world.now += 7 * dayMs;
    for (const response of [await get(path), await post(path, {})]) {
      expect(response.status).toBe(410);
      expect((await page(response))("main a").attr("href")).toBe("/topics/harbour-bridge#sign-up");
    }
    expect(world.following(email)).toEqual({ "harbour-bridge": "asked daily" });
  });

  test("is not found when it is forged or was made for another purpose", async () => {
    const visit = newVisit();
    const reader = await newReader(visit);
    for (const token of ["forged", "%zz", "a%2Fb", "x".repeat(5_000), reader.preferences, reader.leave]) {
      expect((await visit.get(`/confirm/${token}`)).status).toBe(404);
      expect((await visit.post(`/confirm/${token}`, {})).status).toBe(404);
    }
    const $ = await page(await visit.get("/confirm/forged"));
    expect(textOf($)).toContain("Open it from the mail again, all of it.");
  });

  test("is refused in words to an address that must not be mailed", async () => {
    const { post, world, path } = await asked();
    world.suppressed.add(email);
    const response = await post(path, {});
    expect(response.status).toBe(409);
    expect((await page(response))("main a").attr("href")).toBe("mailto:newsdesk@saltmarsh.example");
    expect(world.following(email)).toEqual({ "harbour-bridge": "asked daily" });
  });

  test("is refused in words to someone who follows as many stories as can be", async () => {
    const visit = newVisit({ steps: { confirm: async () => ({ kind: "too-many" }) } });
    const response = await visit.post("/confirm/any", {});
    expect(response.status).toBe(409);
    expect(textOf(await page(response))).toContain("at most 50 stories");
  });

  test("needs no body, and takes any", async () => {
    const { request, path } = await asked();
    expect((await request(path, { method: "POST" })).status).toBe(200);
    const headers = { "Content-Type": "application/json" };
    expect((await request(path, { method: "POST", body: "{", headers })).status).toBe(200);
  });

  test.each([
    ["instant", "as soon as there is news"],
    ["hourly", "at most one mail an hour"],
    ["weekly", "every Monday at 07:00 (London time)"],
  ])("tells what %s means", async (cadence, words) => {
    const visit = newVisit();
    const [token] = await signUp(visit, [harbour], { ...goodSignUp, cadence });
    expect(textOf(await page(await visit.post(`/confirm/${token}`, {})))).toContain(words);
  });
});
