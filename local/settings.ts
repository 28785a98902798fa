/** What the local run is told from outside. This is the one file of `local/` that reads the environment. */
import { resolve } from "node:path";

export interface Settings {
  /** The site's port; 0 takes a free one. */
  readonly sitePort: number;
  /** The port of the local tools; 0 takes a free one. */
  readonly toolsPort: number;
  /** The folder where all state lies. */
  readonly dataFolder: string;
  /** Another DynamoDB to use in place of the embedded one. */
  readonly dynamodbEndpoint: string | undefined;
  /** A synthesized assembly to run as it is, in place of synthesizing this project. */
  readonly assembly: string | undefined;
  /** What child processes that build and synthesize inherit. */
  readonly environment: NodeJS.ProcessEnv;
}

const SITE_PORT = 3000;
const TOOLS_PORT = 3001;
const DATA_FOLDER = ".local";
const HIGHEST_PORT = 65_535;

/** The settings, or every sentence about a bad one. */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings | { readonly refused: string } {
  const refusals: string[] = [];
  const port = (name: string, otherwise: number): number => {
    const said = environment[name];
    if (said === undefined || said === "") return otherwise;
    if (/^\d{1,5}$/.test(said) && Number(said) <= HIGHEST_PORT) return Number(said);
    refusals.push(`${name} is "${said}", but a port from 0 to ${HIGHEST_PORT} is expected.`);
    return otherwise;
  };
  const settings: Settings = {
    sitePort: port("PORT", SITE_PORT),
    toolsPort: port("LOCAL_PORT", TOOLS_PORT),
    dataFolder: resolve(environment["BULLETIN_DATA"] || DATA_FOLDER),
    dynamodbEndpoint: environment["DYNAMODB_ENDPOINT"] || undefined,
    assembly: environment["BULLETIN_ASSEMBLY"] || undefined,
    environment,
  };
  if (settings.sitePort !== 0 && settings.sitePort === settings.toolsPort) {
    refusals.push(
      `PORT and LOCAL_PORT are both ${settings.sitePort}, but the site and the local tools need a port each.`,
    );
  }
  return refusals.length > 0 ? { refused: refusals.join(" ") } : settings;
}
