/**
 * `npm run deploy`: deploys both stacks, unless nobody could get a mail from them.
 *
 * What follows on the command line is passed on to `cdk deploy`.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { checkConfig, demonstrationSender } from "#lib/config.ts";
import config from "../bulletin.config.ts";

const checked = checkConfig(config);
const refused = "refused" in checked ? checked.refused : demonstrationSender(checked);
if (refused === undefined) {
  const cdk = fileURLToPath(import.meta.resolve("aws-cdk/bin/cdk"));
  const root = fileURLToPath(new URL("..", import.meta.url));
  const words = [cdk, "deploy", "--all", ...process.argv.slice(2)];
  const deploy = spawn(process.execPath, words, { cwd: root, stdio: "inherit" });
  deploy.on("close", (code) => {
    process.exitCode = code ?? 1;
  });
} else {
  console.error(refused);
  process.exitCode = 1;
}
