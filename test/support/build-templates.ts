import { buildTemplates } from "#templates/build.ts";

/** The compiled mails are not committed: every test run begins by making them, which costs nothing when they are there. */
export default async function setup(): Promise<void> {
  await buildTemplates();
}
