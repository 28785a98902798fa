/** Words that call to sign up, however the line begins. */
const call = /\b(?:sign[ -]?up|subscribe|register)\s+(?:here|now|today|for free|to (?:our|the|this))\b/i;

/** The same in other languages. */
const callElsewhere =
  /^(?:suscríbe(?:te|ase)|inscríbe(?:te|ase)|abonnez-vous|inscrivez-vous|jetzt abonnieren|abonnieren sie|melden sie sich|iscriviti|abbonati|assine|inscreva-se|meld je aan|schrijf je in|prenumerera|tilmeld dig|meld deg på|підпис(?:уйтес[ья]|атися)|подпис(?:ывайтесь|аться)|zapisz się|přihlaste se|iratkozz fel|abone ol|اشترك|सब्सक्राइब|登録|订阅|訂閱|구독)(?![\p{L}])/iu;

/** Lines that ask for an address from their first word on. */
const asksFirst = /^(?:sign[ -]?up\b|subscribe\b|get (?:our|the|this) [^.]{0,80}\b(?:newsletter|inbox|by e?-?mail)\b)/i;

/** Labels of related links and of other media, in any case. */
const related = new RegExp(
  String.raw`^(?:${[
    String.raw`read (?:more|also|next|on)|related(?: \p{L}+){0,2}|see also|more on this(?: \p{L}+)?|also on \p{L}+|don[’']t miss|recommended|go deeper|in pictures|in depth|explore more|also read|keep reading|further reading`,
    "(?:à )?lire aussi|lire (?:plus|également)|voir aussi|lesen sie (?:auch|mehr)|mehr (?:zum thema|dazu)|auch interessant|siehe auch|le[ae] también|lee más|ver también|te puede interesar|leia (?:também|mais)|veja também|leggi anche|vedi anche|lees ook|läs (?:också|mer|även)|læs også|les også|lue myös",
    "читайте (?:також|также)|дивіться також|смотрите также|по теме|czytaj (?:także|też|również|więcej)|zobacz też|čtěte také|citește și|olvasd el|διαβάστε (?:επίσης|ακόμη)|ayrıca (?:okuyun|bakınız)|اقر[أا] (?:أيضا|ايضا|أيضًا|المزيد)|(?:यह|ये) भी पढ़ें|関連(?:記事|ニュース)|相关(?:阅读|报道)|相關(?:閱讀|報導)|관련 ?기사|baca juga|xem thêm|อ่านเพิ่มเติม",
  ].join("|")})\s*(?::|：|[|»›>–—-]\s|$)`,
  "iu",
);

/** Labels of one word that lead elsewhere when they stand in capitals. */
const elsewhere =
  /^(?:WATCH|LISTEN|READ|SEE|VIDEO|AUDIO|PODCAST|PHOTOS|PICTURES|GALLERY|GRAPHIC|MAP|OPINION|COMMENT|EDITORIAL|ANALYSIS|EXPLAINER|EXPLAINED|RELATED|MORE|LIVE|FOLLOW|QUIZ|NEWSLETTER|SUBSCRIBE|ADVERTISEMENT|SPONSORED|PROMOTED)\s*[:|]/;

/** A label in capitals with a colon: `NEWS COMES TO YOU: …`. */
const capitalLabel = /^(?=[^:]*\p{Lu}{2})([\p{Lu}\p{N} ,.’'"“”&/()!?–—-]{2,80}):(?:\s|$)/u;

/** Capitals that announce news and no link. */
const announces = /^(?:BREAKING|JUST IN|NEW|LATEST|UPDATED?|EXCLUSIVE|URGENT|CORRECTION)\b/;

/** A time in capitals is no label: `3 PM ET: …`. */
const isTimeLabel = /^\d[\d:. ]*(?:[AP]\.?M\.?\b|[A-Z]{2,4}$|$)/;

/** What pages put between paragraphs that is neither news nor a prompt. */
const furniture =
  /^(?:advertisement|article continues (?:below|after .*)|story continues below|(?:last )?updated\b.{0,60}|(?:photo(?:graph)?s?|images?|pictures?|foto|video): .{0,120}|share (?:this|on)\b.{0,60}|copy link|sponsored\b.{0,120}|skip (?:to|past)\b.{0,60}|load more.{0,30}|(?:show|view) (?:more|all)\b.{0,30})$/i;

/** Whether a line calls to sign up. */
export function isSignUp(text: string): boolean {
  return call.test(text) || asksFirst.test(text) || callElsewhere.test(text);
}

/**
 * Whether a line is a prompt, a related link or page furniture, and so no development.
 *
 * @param isMarked whether it stands as an item of a list. There a single word in capitals may be a name that speaks
 * (`NATO: …`), so a label needs two words or a meaning that is known.
 */
export function isPrompt(text: string, isMarked: boolean): boolean {
  if (isSignUp(text) || related.test(text) || elsewhere.test(text) || furniture.test(text)) return true;
  const label = capitalLabel.exec(text)?.[1];
  if (label === undefined || announces.test(label) || isTimeLabel.test(label)) return false;
  return !isMarked || /\p{Lu}[\p{Lu}’']*\s+\S*\p{Lu}/u.test(label);
}

/** The label of a line that leads elsewhere, and the words after it; undefined where it has none. */
export function labelOf(text: string): { readonly label: string; readonly rest: string } | undefined {
  if (!isPrompt(text, false) || furniture.test(text)) return undefined;
  const known = (related.exec(text) ?? elsewhere.exec(text))?.[0] ?? capitalLabel.exec(text)?.[0];
  if (known === undefined) return undefined;
  const label = known.replace(/[\s:：|»›>–—-]+$/u, "").trim();
  return label === "" ? undefined : { label, rest: text.slice(known.length).trim() };
}

/** Whether a prompt is a label alone, so that the links that follow are what it speaks of. */
export function isLabelOnly(text: string): boolean {
  return text.length <= 60 && !/[.!?:]\s+\S/.test(text) && /(?::|\p{L})$/u.test(text);
}
