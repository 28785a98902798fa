/** Words that call to sign up, however the line begins. */
const call = /\b(?:sign[ -]?up|subscribe|register)\s+(?:here|now|today|for free|to (?:our|the|this))\b/i;

/** Lines that ask for an address from their first word on. */
const asksFirst = /^(?:sign[ -]?up\b|subscribe\b|get (?:our|the|this) [^.]{0,80}\b(?:newsletter|inbox|by e?-?mail)\b)/i;

/** Labels of related links and of other media, in any case. */
const related =
  /^(?:read (?:more|also|next|on)|related(?: \p{L}+){0,2}|see also|more on this(?: \p{L}+)?|also on \p{L}+|don[’']t miss|recommended|go deeper|in pictures|in depth|explore more)\s*(?::|[|»›>–—-]\s|$)/iu;

/** Labels of one word that lead elsewhere when they stand in capitals. */
const elsewhere =
  /^(?:WATCH|LISTEN|VIDEO|AUDIO|PODCAST|PHOTOS|PICTURES|GALLERY|GRAPHIC|MAP|OPINION|COMMENT|EDITORIAL|ANALYSIS|EXPLAINER|EXPLAINED|RELATED|MORE|LIVE|FOLLOW|QUIZ|NEWSLETTER|SUBSCRIBE|ADVERTISEMENT|SPONSORED|PROMOTED)\s*[:|]/;

/** A label in capitals with a colon: `NEWS COMES TO YOU: …`. */
const capitalLabel = /^(?=[^:]*\p{Lu}{2})([\p{Lu}\p{N} ,.’'"“”&/()!?–—-]{2,80}):(?:\s|$)/u;

/** Capitals that announce news and no link. */
const announces = /^(?:BREAKING|JUST IN|NEW|LATEST|UPDATED?|EXCLUSIVE|URGENT|CORRECTION)\b/;

/** What pages put between paragraphs that is neither news nor a prompt. */
const furniture =
  /^(?:advertisement|article continues (?:below|after .*)|story continues below|(?:last )?updated\b.{0,60}|(?:photo(?:graph)?|image|picture): .{0,120})$/i;

/**
 * Whether a line is a prompt, a related link or page furniture, and so no development.
 *
 * @param isMarked whether it stands as an item of a list. There a single word in capitals may be a name that speaks
 * (`NATO: …`), so a label needs two words or a meaning that is known.
 */
export function isPrompt(text: string, isMarked: boolean): boolean {
  if (call.test(text) || asksFirst.test(text) || related.test(text) || elsewhere.test(text) || furniture.test(text)) {
    return true;
  }
  const label = capitalLabel.exec(text)?.[1];
  if (label === undefined || announces.test(label)) return false;
  return !isMarked || /\p{Lu}[\p{Lu}’']*\s+\S*\p{Lu}/u.test(label);
}

/** Whether a prompt is a label alone, so that the links that follow are what it speaks of. */
export function isLabelOnly(text: string): boolean {
  return text.length <= 60 && !/[.!?:]\s+\S/.test(text) && /(?::|\p{L})$/u.test(text);
}
