/** Prints a result: one line of JSON if that was asked for, else words for people. */
export function say(result: object, words: string, isJson: boolean | undefined): void {
  process.stdout.write(`${isJson ? JSON.stringify(result) : words}\n`);
}

/**
 * Tells why something was refused or failed, and makes the exit code 1.
 *
 * With JSON it is a result like any other, and goes where the others go.
 */
export function sayRefused(
  result: { readonly refused: string; readonly input?: string },
  isJson: boolean | undefined,
): void {
  process.exitCode = 1;
  if (isJson) process.stdout.write(`${JSON.stringify(result)}\n`);
  else process.stderr.write(`${result.refused}\n`);
}

/** Tells something beside the results. */
export function remark(words: string): void {
  process.stderr.write(`${words}\n`);
}

/** Tells whoever sits at the terminal how far it has come; a script is not told. */
export function progress(words: string): void {
  if (process.stderr.isTTY === true) remark(words);
}
