import { describe, expect, test } from "vitest";
import { addressMaxLength } from "#core/address.ts";
import { harbour } from "./newsroom.ts";
import { goodSignUp, newReader, newVisit, page, signUp, textOf } from "./visit.ts";

const path = "/topics/harbour-bridge/subscribe";

describe("signing up", () => {
  test("leads to the page that says to check the mail, and a mail goes out", async () => {
    const visit = newVisit();
    const response = await visit.post(path, goodSignUp);
    expect(response.status).toBe(303);
    expect(response.headers.get("Location")).toBe("/topics/harbour-bridge/check-your-mail");
    const next = await visit.get("/topics/harbour-bridge/check-your-mail");
    expect(next.status).toBe(200);
    expect(textOf(await page(next))).toContain("Press it within 7 days");
    expect(visit.world.mails.map(({ to }) => to)).toEqual(["ada@saltmarsh.example"]);
    expect(visit.world.following("ada@saltmarsh.example")).toEqual({ "harbour-bridge": "asked daily" });
  });

  test("takes a multipart form as well", async () => {
    const visit = newVisit();
    const body = new FormData();
    for (const [name, value] of Object.entries(goodSignUp)) body.set(name, value);
    body.set("file", new Blob(["x"]), "x.txt");
    expect((await visit.request(path, { method: "POST", body })).status).toBe(303);
    expect(visit.world.mails.length).toBe(1);
  });

  test("answers the same, to the byte, whether the address is known or not", async () => {
    const visit = newVisit();
    await newReader(visit);
    const known = await visit.post(path, goodSignUp);
    const unknown = await visit.post(path, { ...goodSignUp, email: "new@saltmarsh.example" });
    expect(await known.text()).toBe(await unknown.text());
    expect([...known.headers]).toEqual([...unknown.headers]);
    expect(known.status).toBe(unknown.status);
  });

  test("takes a form without zone and locale for UTC and the newsroom's own", async () => {
    const visit = newVisit();
    expect((await visit.post(path, { email: "a@saltmarsh.example", cadence: "weekly" })).status).toBe(303);
    expect(visit.world.schedule("a@saltmarsh.example")?.zone).toBe("UTC");
  });

  test.each([
    ["ada@bücher.example", "ada@xn--bcher-kva.example"],
    ["Ada@BÜCHER.example", "ada@xn--bcher-kva.example"],
    ["ada@例え.例", "ada@xn--r8jz45g.xn--fsq"],
    ["ada@post.bücher。example", "ada@post.xn--bcher-kva.example"],
  ])("writes to %s as %s", async (email, address) => {
    const visit = newVisit();
    expect((await visit.post(path, { ...goodSignUp, email })).status).toBe(303);
    expect(visit.world.mails.map(({ to }) => to)).toEqual([address]);
  });

  test.each([
    "bücher@saltmarsh.example",
    "bü@bücher.example",
    "ada@１２７.０.０.１",
    "ada@bü cher.example",
    "ada@bü/x.example",
  ])("is refused, and shows %s as it was typed", async (email) => {
    const visit = newVisit();
    const response = await visit.post(path, { ...goodSignUp, email });
    expect(response.status).toBe(422);
    expect((await page(response))("input[name=email]").attr("value")).toBe(email);
    expect(visit.world.mails).toEqual([]);
  });

  test("is not possible for a topic that does not exist", async () => {
    const visit = newVisit();
    for (const slug of ["unknown", "UNKNOWN", "%00"]) {
      expect((await visit.post(`/topics/${slug}/subscribe`, goodSignUp)).status).toBe(404);
      expect((await visit.get(`/topics/${slug}/check-your-mail`)).status).toBe(404);
    }
    expect(visit.world.mails).toEqual([]);
  });

  test("is not possible by GET", async () => {
    const response = await newVisit().get(`${path}?email=ada%40saltmarsh.example&cadence=daily`);
    expect(response.status).toBe(405);
    expect(response.headers.get("Allow")).toBe("POST");
  });
});

describe("a refused sign-up", () => {
  const refusals: readonly [string, Partial<typeof goodSignUp>, string, string][] = [
    ["no address", { email: "" }, "email", "Enter your mail address."],
    ["a malformed address", { email: "ada at saltmarsh" }, "email", "not a mail address"],
    [
      "an address with a line break",
      { email: "ada@saltmarsh.example\r\nBcc: all@saltmarsh.example" },
      "email",
      "not a mail address",
    ],
    ["a non-ASCII local part", { email: "ädä@saltmarsh.example" }, "email", "accents or other scripts"],
    [
      "an address of 255 characters",
      { email: `${"a".repeat(64)}@${"b".repeat(62)}.${"c".repeat(62)}.${"d".repeat(57)}.example` },
      "email",
      `at most ${addressMaxLength} characters`,
    ],
    ["an unknown cadence", { cadence: "fortnightly" }, "cadence", "Choose how often"],
    ["no cadence", { cadence: "" }, "cadence", "Choose how often"],
    ["an unknown zone", { zone: "Mars/Olympus" }, "zone", "Choose your time zone"],
    ["a locale without words", { locale: "tlh" }, "locale", "We do not write in this language"],
  ];

  test.each(refusals)("for %s shows the form again with what was typed and why", async (_, wrong, field, words) => {
    const visit = newVisit();
    const typed = { ...goodSignUp, ...wrong };
    const response = await visit.post(path, typed);
    expect(response.status).toBe(422);
    const $ = await page(response);
    expect($("title").text()).toMatch(/^Problem: /);
    const link = $(".summary a");
    expect(link.text()).toContain(words);
    expect($(link.attr("href") ?? "none").length).toBe(1);
    expect($(".summary").attr("tabindex")).toBe("-1");
    expect($(".summary").attr("autofocus")).toBeDefined();
    if (field !== "locale") {
      const control = $(`[aria-describedby~="${field}-problem"]`);
      expect(control.attr("aria-invalid")).toBe("true");
      expect($(`#${field}-problem`).text()).toContain(words);
    }
    // Parsing HTML makes one line feed of CR LF; a browser then drops it from the field.
    expect($("#email").attr("value")).toBe(typed.email.replace("\r\n", "\n"));
    expect($("#zone option[selected]").attr("value")).toBe(typed.zone);
    expect($('input[name="cadence"][checked]').attr("value")).toBe(field === "cadence" ? undefined : typed.cadence);
    expect(visit.world.mails).toEqual([]);
    expect(visit.world.following("ada@saltmarsh.example")).toEqual({});
  });

  test("names every field that is wrong, in the order of the form", async () => {
    const $ = await page(await newVisit().post(path, { email: "x", cadence: "x", zone: "x", locale: "x" }));
    const ids = $(".summary a")
      .toArray()
      .map((link) => $(link).attr("href"));
    expect(ids).toEqual(["#cadence-instant", "#email", "#zone", "#sign-up-submit"]);
    expect($("details").attr("open")).toBeDefined();
  });

  test("does not let what was typed become markup, and shows no more of it than a page can bear", async () => {
    const email = `"><script>alert(1)</script>${"x".repeat(20_000)}`;
    const response = await newVisit().post(path, { ...goodSignUp, email, zone: `"><img src=x>` });
    const text = await response.text();
    expect(text).not.toContain("<script>alert");
    expect(text).not.toContain("<img");
    expect(text.length).toBeLessThan(40_000);
  });

  test("tells a program which field and why", async () => {
    const response = await newVisit().post(path, { ...goodSignUp, email: "x" }, { Accept: "application/json" });
    expect(response.status).toBe(422);
    const message = "This is not a mail address. Enter one like name@example.org.";
    expect(await response.json()).toEqual({ outcome: "refused", message, fields: { email: message } });
  });
});

test("a program that signs up is told the outcome under the same status", async () => {
  const visit = newVisit();
  const response = await visit.post(path, goodSignUp, { Accept: "application/json" });
  expect(response.status).toBe(303);
  expect(response.headers.get("Content-Type")).toBe("application/json; charset=utf-8");
  const answer = await response.json();
  expect(answer).toEqual({
    outcome: "asked",
    message: "We have sent you a link. Press it within 7 days and you are in.",
  });
  const next = await visit.get(response.headers.get("Location") ?? "", { Accept: "application/json" });
  expect(await next.json()).toEqual(answer);
});

test("a second sign-up for another topic asks again", async () => {
  const visit = newVisit();
  await newReader(visit, [harbour]);
  expect((await signUp(visit, [harbour])).length).toBe(1);
  expect(visit.world.mails.length).toBe(2);
});
