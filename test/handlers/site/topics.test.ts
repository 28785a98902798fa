import { describe, expect, test } from "vitest";
import { newsroom, origin } from "./newsroom.ts";
import { newVisit, page, textOf } from "./visit.ts";

describe("the front page", () => {
  test("lists the topics by title, each leading to its page", async () => {
    const $ = await page(await newVisit().get("/"));
    const links = $(".topics a").toArray();
    expect(links.map((link) => $(link).attr("href"))).toEqual(["/topics/harbour-bridge", "/topics/quarry"]);
    expect(links.map((link) => $(link).text())).toEqual([
      "The closure of the harbour bridge",
      "Tollen Quarry & the <aquifer>",
    ]);
  });

  test("says so when there is no topic", async () => {
    const response = await newVisit({ steps: { listTopics: async () => [] } }).get("/");
    expect(response.status).toBe(200);
    expect(textOf(await page(response))).toContain("There is no story to follow yet.");
  });

  test("names the newsroom, its postal address, its privacy page and whom to ask", async () => {
    const $ = await page(await newVisit().get("/"));
    expect($("title").text()).toContain(newsroom.name);
    expect($("footer").text()).toContain("4 Ropewalk, Saltmarsh");
    const links = $("footer a")
      .toArray()
      .map((link) => $(link).attr("href"));
    expect(links).toEqual(["/", newsroom.privacyUrl, "mailto:newsdesk@saltmarsh.example"]);
  });
});

describe("a topic's page", () => {
  test("shows the newest developments first, with label, reason, source, attribution and time", async () => {
    const $ = await page(await newVisit().get("/topics/harbour-bridge?page=2"));
    const times = $(".developments time")
      .toArray()
      .map((time) => $(time).attr("datetime") ?? "");
    expect(times).toEqual([...times].sort().reverse());
    const corrected = $("#development-22");
    expect(corrected.find(".label").text()).toBe("Corrected");
    expect(corrected.text()).toContain("What changed: The crack is in the eastern pier, not the western one.");
    expect(corrected.find("h3 a").attr("href")).toBe("https://saltmarsh.example/harbour/22");
    expect(corrected.find(".attribution").text()).toBe("Mira Osk, port correspondent");
    expect(corrected.find("time").text()).toBe("2 March 2026 at 04:00 UTC");
    expect(corrected.find(".text strong").text()).toBe("nobody was hurt");
    expect($("#development-24 .label").text()).toBe("Updated");
    expect($("#development-25 .label").length).toBe(0);
  });

  test("walks through all developments page by page, each once", async () => {
    const visit = newVisit();
    const seen: string[] = [];
    let path: string | undefined = "/topics/harbour-bridge";
    while (path !== undefined) {
      const $ = await page(await visit.get(path));
      seen.push(
        ...$(".developments > li")
          .toArray()
          .map((item) => $(item).attr("id") ?? ""),
      );
      path = $('.further a[rel="next"]').attr("href");
    }
    expect(seen).toEqual(Array.from({ length: 40 }, (_, index) => `development-${40 - index}`));
  });

  test.each(["0", "4", "-1", "1e9", "x", ""])("has no page %j", async (number) => {
    expect((await newVisit().get(`/topics/harbour-bridge?page=${number}`)).status).toBe(404);
  });

  test("says so when there are no developments yet, and offers the form all the same", async () => {
    const $ = await page(await newVisit().get("/topics/quarry"));
    expect(textOf($)).toContain("No developments yet.");
    expect($('form[action="/topics/quarry/subscribe"]').length).toBe(1);
  });

  test("invites and asks how often first, with honest words and one mail a day proposed", async () => {
    const $ = await page(await newVisit().get("/topics/harbour-bridge"));
    expect(textOf($, "#sign-up")).toContain("The latest updates on “The closure of the harbour bridge”, by mail.");
    const choices = $('input[name="cadence"]').toArray();
    expect(choices.map((choice) => $(choice).attr("value"))).toEqual(["instant", "hourly", "daily", "weekly"]);
    expect($("label[for=cadence-instant]").text()).toBe("As it happens: may be several mails a day");
    expect($('input[name="cadence"][checked]').attr("value")).toBe("daily");
    expect($("form input, form select").first().attr("name")).toBe("cadence");
    expect($("#email").attr("autocomplete")).toBe("email");
    expect($('input[type="checkbox"]').length).toBe(0);
    expect($('input[name="locale"]').attr("value")).toBe($("html").attr("lang"));
    expect($(`.prompt a[href="${newsroom.privacyUrl}"]`).length).toBe(1);
  });

  test("proposes UTC where no script can ask the browser, and lets another zone be chosen", async () => {
    const $ = await page(await newVisit().get("/topics/harbour-bridge"));
    expect($("#zone option[selected]").attr("value")).toBe("UTC");
    expect($('#zone optgroup[label="Europe"] option[value="Europe/Kiev"]').text()).toBe("Kyiv");
  });

  test("escapes what a title says, and names its one address from the configuration", async () => {
    const response = await newVisit().get("/topics/quarry", {
      Host: "evil.example",
      "X-Forwarded-Host": "evil.example",
    });
    const text = await response.text();
    expect(text).toContain("<h1>Tollen Quarry &amp; the &lt;aquifer&gt;</h1>");
    expect(text).toContain(`<link rel="canonical" href="${origin}/topics/quarry">`);
    expect(text).not.toContain("evil.example");
  });

  test.each([
    "/topics/unknown",
    "/topics/QUARRY",
    "/topics/%00",
    "/topics/%zz",
    "/topics/..%2f..",
    "/topics/",
    "/topics",
  ])("is not found at %s", async (path) => {
    const response = await newVisit().get(path);
    expect(response.status).toBe(404);
    expect(response.headers.get("Content-Type")).toBe("text/html; charset=utf-8");
  });
});
