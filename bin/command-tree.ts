import type { Command, Option } from "commander";

/** A command and what may be typed after it. */
export interface CommandNode {
  /** The words that lead to it: `topic add`; empty for the program itself. */
  readonly path: string;
  readonly description: string;
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly OptionNode[];
  /** What its first argument may be, where that is a choice. */
  readonly choices: readonly string[];
}

/** An option and what may be typed after it. */
export interface OptionNode {
  /** With its dashes. */
  readonly name: string;
  readonly description: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

/** Every command of the program, the outer ones first. */
export function commandTree(command: Command, path = ""): CommandNode[] {
  const described = (child: Command) => ({ name: child.name(), description: child.description() });
  const node: CommandNode = {
    path,
    ...{ description: command.description(), commands: command.commands.map(described) },
    options: [...command.options.map(optionNode), help],
    choices: command.registeredArguments[0]?.argChoices ?? [],
  };
  const inner = command.commands.flatMap((child) => commandTree(child, `${path} ${child.name()}`.trim()));
  return [node, ...inner];
}

const help: OptionNode = { name: "--help", description: "display help", takesValue: false, choices: [] };

function optionNode({ long, short, description, required, optional, argChoices }: Option): OptionNode {
  return { name: long ?? short ?? "", description, takesValue: required || optional, choices: argChoices ?? [] };
}
