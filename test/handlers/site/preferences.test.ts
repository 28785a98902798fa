import { describe, expect, test } from "vitest";
import { answerOf, dayMs, newReader, newVisit, page, textOf } from "./visit.ts";

async function following() {
  const visit = newVisit();
  const reader = await newReader(visit);
  return { ...visit, reader, path: `/preferences/${reader.preferences}` };
}

describe("the preferences page", () => {
  test("shows what is followed, how often and when, and changes nothing by being opened", async () => {
    const { get, world, path, reader } = await following();
    const $ = await page(await get(path));
    expect(
      $(".subscriptions h3")
        .toArray()
        .map((title) => $(title).text()),
    ).toEqual(["The closure of the harbour bridge", "Tollen Quarry & the <aquifer>"]);
    expect($("#cadence-quarry option[selected]").attr("value")).toBe("daily");
    expect($("#hour option[selected]").attr("value")).toBe("07:00");
    expect($("#weekday option[selected]").text()).toBe("Monday");
    expect($("#zone option[selected]").attr("value")).toBe("Europe/London");
    expect(
      $('form[method="post"]')
        .toArray()
        .map((form) => $(form).attr("action")),
    ).toEqual([path, path, path, path]);
    expect(world.following(reader.address)).toEqual({ "harbour-bridge": "confirmed daily", quarry: "confirmed daily" });
  });

  test("saves one topic's cadence, comes back by 303 and says so", async () => {
    const { get, post, world, path, reader } = await following();
    const response = await post(path, { topic: "quarry", cadence: "weekly", action: "save" });
    expect(response.status).toBe(303);
    const location = response.headers.get("Location") ?? "";
    expect(location).toBe(`${path}?done=saved`);
    expect(textOf(await page(await get(location)), "[role=status]")).toBe("Saved.");
    expect(world.following(reader.address)).toEqual({
      "harbour-bridge": "confirmed daily",
      quarry: "confirmed weekly",
    });
  });

  test("saves when mails come", async () => {
    const { post, world, path, reader } = await following();
    const response = await post(path, { hour: "18:30", weekday: "5", zone: "Asia/Kolkata", action: "save" });
    expect(response.status).toBe(303);
    expect(world.schedule(reader.address)).toEqual({ hour: "18:30", weekday: 5, zone: "Asia/Kolkata" });
  });

  test("keeps showing a zone that the list has under another name", async () => {
    const { get, post, path } = await following();
    await post(path, { hour: "18:30", weekday: "5", zone: "Asia/Kolkata", action: "save" });
    const $ = await page(await get(path));
    expect($("#zone option[selected]").attr("value")).toBe("Asia/Kolkata");
    expect($("#zone option[selected]").length).toBe(1);
  });

  test("leaves one topic", async () => {
    const { get, post, world, path, reader } = await following();
    const response = await post(path, { topic: "quarry", cadence: "daily", action: "leave" });
    expect(response.status).toBe(303);
    expect(world.following(reader.address)).toEqual({ "harbour-bridge": "confirmed daily", quarry: "left daily" });
    const $ = await page(await get(response.headers.get("Location") ?? ""));
    expect(textOf($, "[role=status]")).toBe("Done. You get no more mails on that.");
    expect($(".subscriptions li").length).toBe(1);
  });

  test("leaves all, and then says that nothing is followed", async () => {
    const { get, post, world, path, reader } = await following();
    expect((await post(path, { action: "leave" })).status).toBe(303);
    expect(world.following(reader.address)).toEqual({ "harbour-bridge": "left daily", quarry: "left daily" });
    const $ = await page(await get(path));
    expect(textOf($)).toContain("You follow no story now.");
    expect($('button[value="leave"]').length).toBe(0);
  });

  const refusals: readonly [string, Record<string, string>, string, string][] = [
    ["an unknown cadence", { action: "save", topic: "quarry", cadence: "yearly" }, "cadence", "#cadence-quarry"],
    ["an unknown topic", { action: "save", topic: "nowhere", cadence: "daily" }, "topic", "#stories"],
    ["an hour that is none", { action: "save", hour: "25:00", weekday: "1", zone: "UTC" }, "hour", "#hour"],
    ["a day that is none", { action: "save", hour: "07:00", weekday: "8", zone: "UTC" }, "weekday", "#weekday"],
    ["an unknown zone", { action: "save", hour: "07:00", weekday: "1", zone: "Mars/Olympus" }, "zone", "#zone"],
    ["an unknown action", { action: "destroy" }, "action", "#stories"],
    ["no action", {}, "action", "#stories"],
  ];

  test.each(refusals)("refuses %s, keeps what was typed and changes nothing", async (_, typed, field, id) => {
    const { post, world, path, reader } = await following();
    const before = [world.following(reader.address), world.schedule(reader.address)];
    const response = await post(path, typed);
    expect(response.status).toBe(422);
    const $ = await page(response);
    expect($(".summary a").attr("href")).toBe(id);
    expect($(id).length).toBe(1);
    for (const name of ["hour", "weekday", "zone"] as const) {
      if (typed[name] !== undefined) expect($(`#${name} option[selected]`).attr("value")).toBe(typed[name]);
    }
    if (id !== "#stories") expect($(id).attr("aria-invalid")).toBe("true");
    expect([world.following(reader.address), world.schedule(reader.address)]).toEqual(before);
    const json = await answerOf(await post(path, typed, { Accept: "application/json" }));
    expect(Object.keys(json.fields ?? {})).toEqual([field]);
  });

  test("tells a program the outcome under the same status", async () => {
    const { post, path } = await following();
    const response = await post(
      path,
      { topic: "quarry", cadence: "weekly", action: "save" },
      { Accept: "application/json" },
    );
    expect(response.status).toBe(303);
    expect(await response.json()).toEqual({ outcome: "saved", message: "Saved." });
  });

  test("is not found under a forged link or one of another purpose", async () => {
    const { get, post, reader, world } = await following();
    for (const token of ["forged", reader.confirm, reader.leave]) {
      expect((await get(`/preferences/${token}`)).status).toBe(404);
      expect((await post(`/preferences/${token}`, { action: "leave" })).status).toBe(404);
    }
    expect(world.following(reader.address)).toEqual({ "harbour-bridge": "confirmed daily", quarry: "confirmed daily" });
  });

  test("changes nothing once its link has run out, and mails a new one on request", async () => {
    const { get, post, world, path, reader } = await following();
    world.now += 30 * dayMs;
    for (const response of [await get(path), await post(path, { action: "leave" })]) {
      expect(response.status).toBe(410);
      expect((await page(response))("form").attr("action")).toBe(`${path}/renew`);
    }
    const mailsBefore = world.mails.length;
    const renewed = await post(`${path}/renew`, {});
    expect(renewed.status).toBe(200);
    expect(world.mails.slice(mailsBefore).map(({ to }) => to)).toEqual([reader.address]);
    expect((await get(`/preferences/${world.mails.at(-1)?.token}`)).status).toBe(200);
    expect(world.following(reader.address)).toEqual({ "harbour-bridge": "confirmed daily", quarry: "confirmed daily" });
  });

  test("mails no new link for a forged one", async () => {
    const { post, get, world } = await following();
    const mails = world.mails.length;
    expect((await post("/preferences/forged/renew", {})).status).toBe(404);
    expect((await get("/preferences/forged/renew")).status).toBe(405);
    expect(world.mails.length).toBe(mails);
  });
});
