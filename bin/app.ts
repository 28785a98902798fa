/**
 * The CDK app: synthesizes both stacks, or says in one sentence why the config does not allow it.
 */
import { buildApp } from "#lib/app.ts";
import { checkConfig } from "#lib/config.ts";
import config from "../bulletin.config.ts";

const checked = checkConfig(config);
if ("refused" in checked) {
  console.error(checked.refused);
  process.exitCode = 1;
} else {
  buildApp(checked).synth();
}
