/** Where the local stack keeps its data, and tells in `run.json` how it is reached. */
export function dataFolder(): string {
  return process.env["BULLETIN_DATA"] || ".local";
}
