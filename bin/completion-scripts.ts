import type { CommandNode, OptionNode } from "./command-tree.ts";

/** The shells that complete. */
export const shells = ["bash", "zsh", "fish"] as const;

/** The script by which a shell completes the words of `bulletin`. */
export function completionScript(shell: (typeof shells)[number], nodes: readonly CommandNode[]): string {
  return shell === "bash" ? bashScript(nodes) : shell === "zsh" ? zshScript(nodes) : fishScript(nodes);
}

function bashScript(nodes: readonly CommandNode[]): string {
  return `# Completes the words of bulletin in bash: source <(bulletin completion bash)
_bulletin() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" at="" i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at \${COMP_WORDS[i]}" in
      ${steps(nodes).join(" | ")}) at="\${at:+$at }\${COMP_WORDS[i]}" ;;
    esac
  done
  case "$at:$before" in
${values(nodes)
  .map(({ path, option }) => `    "${path}:${option.name}") ${bashReply(option.choices)}; return ;;`)
  .join("\n")}
  esac
  case "$at" in
${nodes.map((node) => `    "${node.path}") ${bashReply(after(node))} ;;`).join("\n")}
  esac
}
complete -o default -F _bulletin bulletin
`;
}

function bashReply(words: readonly string[]): string {
  return words.length === 0 ? ":" : `COMPREPLY=($(compgen -W "${words.join(" ")}" -- "$current"))`;
}

function zshScript(nodes: readonly CommandNode[]): string {
  return `#compdef bulletin
# Completes the words of bulletin in zsh, after compinit: source <(bulletin completion zsh)
_bulletin() {
  local at="" i
  for ((i = 2; i < CURRENT; i++)); do
    case "$at \${words[i]}" in
      ${steps(nodes)
        .map((step) => `(${step})`)
        .join(" | ")}) at="\${at:+$at }\${words[i]}" ;;
    esac
  done
  case "$at:\${words[CURRENT-1]}" in
${values(nodes)
  .map(({ path, option }) => `    "${path}:${option.name}") ${zshReply(option.choices)}; return ;;`)
  .join("\n")}
  esac
  case "$at" in
${nodes.map((node) => `    "${node.path}") compadd -- ${after(node).join(" ")}; _files ;;`).join("\n")}
  esac
}
compdef _bulletin bulletin
`;
}

function zshReply(words: readonly string[]): string {
  return words.length === 0 ? "_files" : `compadd -- ${words.join(" ")}`;
}

function fishScript(nodes: readonly CommandNode[]): string {
  return `# Completes the words of bulletin in fish: bulletin completion fish | source
function __bulletin_at
  set -l at ""
  set -l typed (commandline -opc)
  for word in $typed[2..]
    switch "$at $word"
      case ${steps(nodes).join(" ")}
        set at (string trim -- "$at $word")
    end
  end
  test "$at" = "$argv[1]"
end
complete -c bulletin -f
${nodes.flatMap(fishLines).join("\n")}
`;
}

function fishLines({ path, commands, options, choices }: CommandNode): string[] {
  const here = `complete -c bulletin -n '__bulletin_at "${path}"'`;
  const named = commands.map(({ name, description }) => `${here} -a ${name} -d ${fishQuoted(description)}`);
  const flags = options.map(({ name, description, takesValue, choices: values }) => {
    const value = values.length > 0 ? ` -x -a '${values.join(" ")}'` : takesValue ? " -r" : "";
    return `${here} -l ${name.replace(/^-+/, "")}${value} -d ${fishQuoted(description)}`;
  });
  const first = choices.length === 0 ? [] : [`${here} -a '${choices.join(" ")}'`];
  return [...named, ...first, ...flags, ...(path === "pull" ? [`${here} -F`] : [])];
}

/** In fish a backslash and a quote are escaped between single quotes. */
function fishQuoted(words: string): string {
  return `'${words.replace(/[\\']/g, "\\$&")}'`;
}

/** What is typed from one command to the next: `" topic"`, `"topic add"`. */
function steps(nodes: readonly CommandNode[]): string[] {
  return nodes.flatMap(({ path, commands }) => commands.map(({ name }) => `"${path} ${name}"`));
}

/** The options that something follows. */
function values(nodes: readonly CommandNode[]): { path: string; option: OptionNode }[] {
  return nodes.flatMap(({ path, options }) =>
    options.filter(({ takesValue }) => takesValue).map((option) => ({ path, option })),
  );
}

function after({ commands, options, choices }: CommandNode): string[] {
  return [...commands.map(({ name }) => name), ...choices, ...options.map(({ name }) => name)];
}
