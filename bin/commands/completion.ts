import { Argument, type Command } from "commander";
import { commandTree } from "../command-tree.ts";
import { completionScript, shells } from "../completion-scripts.ts";

/** `bulletin completion bash`. */
export function addCompletion(program: Command): void {
  program
    .command("completion")
    .addArgument(new Argument("<shell>", "the shell that you type in").choices(shells))
    .description("print the script by which your shell completes commands, options and choices")
    .addHelpText("after", examples)
    .action((shell: (typeof shells)[number]) => {
      process.stdout.write(completionScript(shell, commandTree(program)));
    });
}

const examples = `
Examples:
  source <(npx bulletin completion bash)      in bash, for this session
  source <(npx bulletin completion zsh)       in zsh, after compinit
  npx bulletin completion fish | source       in fish

Where you type “npx bulletin”, say alias bulletin="npx bulletin" first.`;
