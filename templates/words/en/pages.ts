import { type AddressProblem, addressMaxLength } from "#core/address.ts";
import type { Cadence } from "#core/cadence.ts";
import type { Schedule, Weekday } from "#core/schedule.ts";
import { pluralIn } from "../plural.ts";

const plural = pluralIn("en");

const weekdays: Readonly<Record<Weekday, string>> = {
  1: "Monday",
  2: "Tuesday",
  3: "Wednesday",
  4: "Thursday",
  5: "Friday",
  6: "Saturday",
  7: "Sunday",
};

const paces: Readonly<Record<Cadence, string>> = {
  instant: "as it happens",
  hourly: "once an hour at most",
  daily: "once a day",
  weekly: "once a week",
};

const addressProblems: Readonly<Record<AddressProblem, string>> = {
  missing: "Enter your mail address.",
  "too-long": `This address is too long: mail carries at most ${addressMaxLength} characters.`,
  malformed: "This is not a mail address. Enter one like name@example.org.",
  "not-ascii":
    "We cannot write to an address with accents or other scripts. Enter one of plain letters, digits and signs.",
};

/** Built when something is listed first: senders of mails, which have these words too, never do. */
let list: Intl.ListFormat | undefined;

function named(titles: readonly string[]): string {
  list ??= new Intl.ListFormat("en");
  return list.format(titles.map((title) => `“${title}”`));
}

/** Names of areas of the tz database that read oddly as they stand. */
const areas: Readonly<Record<string, string>> = {
  Atlantic: "Atlantic Ocean",
  Indian: "Indian Ocean",
  Pacific: "Pacific Ocean",
};

/** What the pages say. Words with something to fill in are functions. */
export const pages = {
  privacy: "Privacy",
  contact: "Contact",
  allStories: "All stories to follow",
  problemTitle: (title: string) => `Problem: ${title}`,
  problemHeading: "Something needs another look",
  weekday: (weekday: Weekday) => weekdays[weekday],
  area: (area: string) => areas[area] ?? area,

  topics: {
    title: "Stories to follow",
    lead: (newsroom: string) => `Pick a story, and ${newsroom} mails you what is new in it, as often as you like.`,
    none: "There is no story to follow yet. Come back soon.",
  },

  topic: {
    label: "News comes to you",
    prompt: (title: string) => `The latest updates on “${title}”, by mail. Sign up here.`,
    signUp: "Sign up",
    updated: (moment: string) => `Updated ${moment}`,
    heading: "Latest developments",
    none: "No developments yet. Sign up and you hear of the first.",
    corrected: "Corrected",
    updatedLabel: "Updated",
    whatChanged: (note: string) => `What changed: ${note}`,
    newer: "Newer developments",
    older: "Older developments",
    pages: "More developments",
  },

  signUp: {
    cadence: "How often?",
    choices: {
      instant: "As it happens: may be several mails a day",
      hourly: "Once an hour at most",
      daily: "Once a day",
      weekly: "Once a week",
    } satisfies Record<Cadence, string>,
    cadenceHint: "Only when there is something new.",
    email: "Your mail address",
    zone: "Your time zone",
    zoneHint: "So that daily and weekly mails come in your morning.",
    submit: "Sign up",
    next: "We mail you a link to confirm. Every mail has a link to stop.",
    privacy: (newsroom: string) => `How ${newsroom} handles your address`,
  },

  problems: {
    email: (problem: AddressProblem) => addressProblems[problem],
    cadence: "Choose how often you want mail.",
    zone: "Choose your time zone from the list.",
    locale: "We do not write in this language. Open the page afresh and sign up again.",
    topic: "You do not follow this story. Open your link again to see what you follow.",
    hour: "Choose an hour from the list.",
    weekday: "Choose a day from the list.",
    action: "Press one of the buttons: save or stop.",
  },

  checkYourMail: {
    title: "Check your mail",
    message: "We have sent you a link. Press it within 7 days and you are in.",
    noMail: "No mail?",
    hints: [
      "Give it a few minutes, and look where your mail program puts junk.",
      "We may have your address wrong: go back and sign up again.",
    ],
    back: (title: string) => `Back to “${title}”`,
  },

  confirm: {
    title: "One more press",
    message: (title: string, cadence: Cadence) => `You asked for the latest updates on “${title}”, ${paces[cadence]}.`,
    again: "You have confirmed already. Pressing again does no harm.",
    submit: "Yes, send me updates",
    notYou: "If it was not you, close this page. Nothing is sent.",
  },

  confirmed: {
    title: "You are in",
    message: (title: string) => `You follow “${title}”.`,
    when: (cadence: Cadence, schedule: Schedule, zone: string) => {
      if (cadence === "instant") return "You get a mail as soon as there is news, and at most one catch-up a day.";
      if (cadence === "hourly") return "You get at most one mail an hour, and only when there is something new.";
      const day = cadence === "daily" ? "every day" : `every ${weekdays[schedule.weekday]}`;
      return `Your mail comes ${day} at ${schedule.hour} (${zone} time), when there is something new.`;
    },
    preferences: "Change how often or when",
    read: "Read what has happened so far",
  },

  leftBefore: {
    title: "You have left this story",
    message: (title: string) =>
      `You stopped mails on “${title}” after you confirmed, so this link changes nothing now.`,
    signUp: "Sign up again",
  },

  ended: {
    title: "This story has ended",
    message: (title: string) => `“${title}” has come to its end, so you cannot sign up for it any more.`,
    followers: "This story has ended. Who follows it hears of corrections, and of nothing else.",
    listed: "This story has ended.",
    read: "Read what happened",
    moved: (title: string) => `“${title}” has a new address.`,
  },

  suppressed: {
    title: "We cannot mail this address",
    message: (title: string) =>
      `Mail to your address came back to us or was reported as unwanted, so we do not write about “${title}”.`,
    contact: "If you think this is wrong, get in touch",
  },

  tooMany: {
    title: "You follow as many stories as we can send",
    message: "One address can follow at most 50 stories. Stop one from the link in any of our mails, then press again.",
  },

  preferences: {
    title: "What we send you",
    message: "Choose which stories you get, how often, and when.",
    saved: "Saved.",
    stopped: "Done. You get no more mails on that.",
    stories: "Stories you follow",
    none: "You follow no story now.",
    cadence: "How often",
    save: "Save",
    stop: "Stop",
    about: (title: string) => ` on “${title}”`,
    when: "When mails come",
    hour: "Hour of daily and weekly mails",
    weekday: "Day of weekly mails",
    zone: "Time zone",
    saveWhen: "Save when mails come",
    all: "Stop everything",
    allHint: "You get no more mails on any story.",
    stopAll: "Stop all mails",
  },

  leave: {
    title: "Stop these mails?",
    message: (stories: number) =>
      stories === 0
        ? "This stops the mails that the link came with."
        : `This stops mails on ${plural(stories, { one: "this story", other: "these # stories" })}:`,
    /** The same in one sentence, where no list follows. */
    told: (titles: readonly string[]) => `This stops mails on ${named(titles)}.`,
    submit: "Stop these mails",
  },

  left: {
    title: "You get no more of these mails",
    message: (stories: number) =>
      stories === 0
        ? "You follow none of these stories any more."
        : `We no longer mail you about ${plural(stories, { one: "this story", other: "these # stories" })}:`,
    told: (titles: readonly string[]) => `We no longer mail you about ${named(titles)}.`,
    late: "A mail that is already on its way may still arrive.",
    back: "By mistake? Open a story and sign up again.",
  },

  expired: {
    title: "This link has run out",
    message: "Links in our mails hold for a limited time, so that nobody finds and uses an old one.",
    confirm: "Nothing is lost: sign up again and we send a new one.",
    signUp: "Sign up again",
    renew: "We can mail a new link to the address that this one was sent to.",
    submit: "Mail me a new link",
  },

  renewed: {
    title: "Check your mail",
    message: "A new link is on its way to the address that the old one was sent to.",
  },

  failures: {
    forged: {
      title: "This link does not work",
      message: "Part of it may have got lost on the way. Open it from the mail again, all of it.",
    },
    "not-found": { title: "There is no such page", message: "The address may be mistyped, or the page is gone." },
    "no-such-topic": { title: "There is no such story", message: "The address may be mistyped, or the story is gone." },
    "method-not-allowed": {
      title: "That does not work here",
      message: "This page cannot be asked for in that way. Open it in a browser.",
    },
    "too-large": { title: "That was too much", message: "We take forms of at most 64 kB. Send less." },
    unreadable: { title: "We could not read that", message: "The form arrived broken. Go back and send it again." },
    "not-a-form": {
      title: "We could not read that",
      message: "Send a form: application/x-www-form-urlencoded or multipart/form-data.",
    },
    unavailable: {
      title: "We cannot do that right now",
      message: "Something behind this page does not answer. Nothing is wrong with your link. Try again in a minute.",
    },
    failed: { title: "Something went wrong", message: "That is our mistake, and we have noted it. Try again later." },
  },
};
