import type { Command } from "commander";

/** What is typed, by the command that it shows. A command that explains itself more has its own beside it. */
const examples: Readonly<Record<string, readonly string[]>> = {
  "topic add": ['topic add harbour-strike --title "The harbour strike"'],
  "topic list": ["topic list", "topic list --json"],
  split: ["split harbour-strike 7"],
  "source add": ["source add https://news.example/feed.xml --topic harbour-strike --importance routine"],
  "source list": ["source list"],
  "source show": ["source show k3v9qd"],
  "source poll": ["source poll k3v9qd"],
  "source remove": ["source remove k3v9qd"],
  "key add": ['key add --can publish --topic harbour-strike --name "the CMS" --expires 90d'],
  "key list": ["key list"],
  "key revoke": ["key revoke k3v9qd"],
  "run list": ["run list --since 12h", "run list --open"],
  "run show": [
    "run show daily.2026-11-21.0700.Europe-London",
    "run show alert.harbour-strike.17-19 --who --state refused",
  ],
  "run stop": ["run stop alert.harbour-strike.17-19"],
  "run resume": ["run resume alert.harbour-strike.17-19", "run resume --all"],
  "subscriber show": ["subscriber show rosa@reader.example"],
  "suppression list": ["suppression list --before 2026-11-20"],
  "suppression lift": ["suppression lift rosa@reader.example"],
};

/** Adds the examples to the help of each command that the table names. */
export function addExamples(command: Command, path = ""): void {
  const typed = examples[path];
  if (typed !== undefined) {
    const title = typed.length === 1 ? "Example" : "Examples";
    command.addHelpText("after", `\n${title}:\n${typed.map((line) => `  bulletin ${line}`).join("\n")}`);
  }
  for (const child of command.commands) addExamples(child, `${path} ${child.name()}`.trim());
}
