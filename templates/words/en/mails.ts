import type { Cadence } from "#core/cadence.ts";
import { pluralIn } from "../plural.ts";

const plural = pluralIn("en");

const pace: Readonly<Record<Cadence, string>> = {
  instant: "as it happens",
  hourly: "once an hour at most",
  daily: "once a day at most",
  weekly: "once a week at most",
};

const digestNames: Readonly<Record<Cadence, string>> = {
  instant: "What else is new",
  hourly: "Your hourly update",
  daily: "Your daily update",
  weekly: "Your weekly update",
};

/** What the mails say. Words with something to fill in are functions. */
export const mails = {
  leave: "Stop these mails",
  leaveTopic: "Stop mails about this story",
  preferences: "Change what you get",
  privacy: "Privacy",
  contact: "Contact",

  digestName: (cadence: Cadence) => digestNames[cadence],
  alertName: "Just in",
  correctionName: "A correction",
  more: "More on this story",
  corrections: "What we told you before",
  corrected: "Corrected",
  withdrawn: "Withdrawn",
  whatChanged: (note: string) => `What changed: ${note}`,
  whyWithdrawn: (note: string) => `Why: ${note}`,
  withdrawnWithoutNote: "We no longer stand by this report.",
  moreOnTheWeb: (count: number) => `and ${plural(count, { one: "# more", other: "# more" })} on the web`,

  subject: (headline: string, others: number) => (others === 0 ? headline : `${headline} (and ${others} more)`),
  alertSubject: (title: string, headline: string) => `${title}: ${headline}`,
  correctedSubject: (headline: string) => `Correction: ${headline}`,
  withdrawnSubject: (headline: string) => `Withdrawn: ${headline}`,

  whyDigest: (newsroom: string, topics: number, cadence: Cadence) =>
    `You get this mail because you follow ${plural(topics, { one: "this story", other: "these stories" })} ` +
    `at ${newsroom}, ${pace[cadence]}. We only write when there is something new.`,
  whyAlert: (newsroom: string, title: string) =>
    `You get this mail because you follow “${title}” at ${newsroom}, ${pace.instant}.`,
  whyCorrection: (newsroom: string, title: string) =>
    `You get this mail because ${newsroom} mailed you about “${title}” before, and what we wrote was wrong.`,
  whyNotice: (newsroom: string) => `You get this mail because of a request on the site of ${newsroom}.`,
  /** Stands before an address. */
  sentTo: "This mail was sent to",

  confirmSubject: (title: string) => `Please confirm: updates on ${title}`,
  confirmPreheader: "We send nothing until you say yes.",
  confirmHeading: (title: string) => `Follow “${title}”?`,
  confirmBody: (newsroom: string, title: string, cadence: Cadence) =>
    `Someone, we hope it was you, asked ${newsroom} to send the latest developments on “${title}” ` +
    `to this address, ${pace[cadence]}.`,
  confirmAction: "Yes, send me updates",
  confirmHolds: "The link holds for 7 days.",
  confirmNotYou: "If it was not you, do nothing. We will not write again.",

  preferencesLinkSubject: (newsroom: string) => `Your link to choose what ${newsroom} sends you`,
  preferencesLinkPreheader: "A fresh link, as you asked.",
  preferencesLinkHeading: "Choose what you get",
  preferencesLinkBody: (newsroom: string) =>
    `Here is a fresh link to the page where you choose which stories ${newsroom} mails you about, how often and when, ` +
    "and where you can stop them all.",
  preferencesLinkAction: "Open my choices",
  preferencesLinkHolds: "The link holds for 30 days. Whoever has it can change your choices.",
  preferencesLinkNotYou: "If you did not ask for it, do nothing: nothing has changed.",
};
