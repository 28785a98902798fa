import { createInterface } from "node:readline/promises";

/** Asks whoever sits at the terminal. Where nobody does, nobody agrees. */
export async function isAgreed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await asking.question(`${question} [yes/no] `);
  asking.close();
  return answer.trim().toLowerCase() === "yes";
}
